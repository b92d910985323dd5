import EventModel
import TestSupport

/// A random history that holds so many turns of each kind, whatever its seed: which comes when, to what
/// and with what is chance, how often is not.
struct RandomTurns {
  /// What may come next in a history.
  enum Kind: Hashable, CaseIterable {
    /// Something happens that sorts last.
    case fact
    /// Something is told that happened before what is known.
    case late
    /// Something else is said of a fact that counts.
    case correction
    /// A fact counts no longer.
    case void
    /// What counts no longer is voided once more.
    case voidAgain
    /// What counts no longer does again, with something else.
    case correctionAfterVoid

    /// How often it comes.
    var count: Int {
      switch self {
      case .fact: 40
      case .late: 220
      case .correction: 50
      case .void: 50
      case .voidAgain: 10
      // Fewer than voids, so that there is one to put back however they fall.
      case .correctionAfterVoid: 30
      }
    }
  }

  /// One turn of a history.
  struct Turn {
    let kind: Kind
    /// What is recorded; of a void the fact that it takes out of effect.
    let fact: RandomFacts.Fact
    let day: String
    /// The turn whose fact it amends.
    let original: Int?
  }

  /// Whose read models remember more than a state.
  static let categories = [
    "alliance", "membership", "agreement", "placement", "internship.agreement", "enrolment",
    "claim",
    "finding",
  ]
  private static let dayCount = 90
  // Of that many recorded facts each has a category that is still missing, so all come.
  private static let demandingFacts = 20

  private(set) var turns: [Turn] = []
  private var counting: [Int] = []
  private var voided: [Int] = []
  private var lastDay = 0
  private var missing: [String]
  private var factCount = 0
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    missing = Self.categories.shuffled(using: &random)
    var plan = Kind.allCases.flatMap { Array(repeating: $0, count: $0.count) }
    plan.shuffle(using: &random)
    // What is not possible yet waits; in the end everything is.
    while let index = plan.firstIndex(where: isPossible) { add(plan.remove(at: index)) }
    precondition(plan.isEmpty, "seed \(seed): \(plan) never became possible")
  }

  /// The categories of the streams in which something is recorded.
  var streamCategories: Set<String> {
    Set(turns.map { String($0.fact.stream.prefix { $0 != "-" }) })
  }

  private func isPossible(_ kind: Kind) -> Bool {
    switch kind {
    case .fact: true
    case .late: lastDay > 0
    case .correction, .void: !counting.isEmpty
    case .voidAgain, .correctionAfterVoid: !voided.isEmpty
    }
  }

  private mutating func add(_ kind: Kind) {
    switch kind {
    case .fact:
      lastDay = min(Self.dayCount - 1, lastDay + random.below(3))
      record(kind, on: lastDay)
    case .late: record(kind, on: random.below(lastDay))
    case .correction: correct(kind, counting[random.below(counting.count)])
    case .void:
      let original = counting.remove(at: random.below(counting.count))
      voided.append(original)
      void(kind, original)
    case .voidAgain: void(kind, voided[random.below(voided.count)])
    case .correctionAfterVoid:
      let original = voided.remove(at: random.below(voided.count))
      counting.append(original)
      correct(kind, original)
    }
  }

  private mutating func record(_ kind: Kind, on day: Int) {
    var facts = RandomFacts.all(random.below(3), random.below(4))
    factCount += 1
    if factCount.isMultiple(of: Self.demandingFacts), let category = missing.popLast() {
      facts = facts.filter { $0.stream.hasPrefix(category + "-") }
    }
    counting.append(turns.count)
    turns.append(
      Turn(
        kind: kind, fact: facts[random.below(facts.count)], day: Self.day(day), original: nil))
  }

  // A correction says something else of the same, on another day.
  private mutating func correct(_ kind: Kind, _ original: Int) {
    let versions = RandomFacts.versions(of: turns[original].fact)
    turns.append(
      Turn(
        kind: kind, fact: versions[random.below(versions.count)],
        day: Self.day(random.below(Self.dayCount)), original: original))
  }

  private mutating func void(_ kind: Kind, _ original: Int) {
    turns.append(
      Turn(
        kind: kind, fact: turns[original].fact, day: Self.day(random.below(Self.dayCount)),
        original: original))
  }

  private static func day(_ number: Int) -> String { "2022-0\(1 + number / 10)-1\(number % 10)" }
}
