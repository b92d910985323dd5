import CommandHandling
import EventLog
import HTTPAPI
import PersonalData

/// What `verify` finds of the personal parts.
struct PersonalFindings {
  /// What was counted; `nil` where there is no store that could be looked at.
  private(set) var report: PersonalReport?
  /// The first problems.
  private(set) var problems: [String] = []
  /// How many there are.
  private(set) var problemCount: UInt64 = 0
  /// What nothing is said about.
  private(set) var notChecked: [String] = []
  /// Why the store couldn't be looked at, where that is no damage: another's key, an unknown format.
  private(set) var obstacle: Failure?

  /// Looks at the personal parts of a data directory whose log was looked at.
  init(_ place: Place, _ key: KeySource, _ log: VerifyReport) {
    let unknown = "\(place.personal): whether a personal store is missing can't be told: "
    do {
      if try PersonalStore.exists(in: place.path) {
        check(place, key, log)
      } else if let missing = try Self.missing(place, log) {
        note(missing)
      }
    } catch let error as PersonalDataError {
      // What the operating system refuses says nothing about what is there.
      take(error, at: place)
    } catch {
      note(unknown + "\(error)")
    }
  }

  private mutating func note(_ problem: String) {
    problems.append(problem)
    problemCount += 1
  }

  /// What is wrong where there is no store; `nil` where nothing needs one.
  private static func missing(_ place: Place, _ report: VerifyReport) throws -> String? {
    // Following pages that are damaged could kill this process.
    guard report.isWhole else {
      throw Failure(.damageOrRefused, "the log can't be searched for what needs one")
    }
    let log = try EventLog.openReadOnly(at: place.path)
    defer { log.close() }
    return try ConcordStore.missingPersonal(at: place.path, of: log)?.description
  }

  // MARK: - The store that is there

  private mutating func check(_ place: Place, _ key: KeySource, _ log: VerifyReport) {
    var verifier: PersonalVerifier?
    do {
      // The log first: then the store has all that the log refers to.
      let searched = Result { try Self.open(place, log) }
      defer { try? searched.get().close() }
      let opened = try PersonalVerifier(dataDirectory: place.path, key: key)
      verifier = opened
      let rows = Progress("looking at personal parts", unit: "rows")
      defer { rows.finish() }
      try opened.checkRows { done, total in rows.update(Int(done), of: Int(total)) }
      rows.finish()
      switch searched {
      case .success(let log): try Self.checkReferences(of: log, with: opened)
      case .failure(let error):
        notChecked.append(
          "whether the log refers to other personal parts than are here: \(Self.told(error))")
      }
      try opened.checkErasureList()
    } catch {
      take(error, at: place)
    }
    guard let found = verifier?.report else { return }
    report = found
    problems = found.problems + problems
    problemCount += found.problemCount
    notChecked += found.notChecked
  }

  private static func open(_ place: Place, _ report: VerifyReport) throws -> EventLog {
    guard report.isWhole else { throw Failure(.damageOrRefused, "not all of the log is whole") }
    var options = EventLogOptions()
    // The report is of that, too.
    options.checksIndex = false
    return try EventLog.openReadOnly(at: place.path, options: options)
  }

  private static func checkReferences(
    of log: EventLog, with verifier: PersonalVerifier
  ) throws(CommandError) {
    let progress = Progress("looking for personal parts", unit: "records")
    defer { progress.finish() }
    try ConcordStore.checkReferences(of: log, with: verifier) { done, total in
      progress.update(Int(done), of: Int(total))
    }
    // A server may have recorded more since: what it stored for that is no mistake.
    do throws(EventLogError) { try log.refresh() } catch { throw .log(error) }
    try ConcordStore.checkStored(in: log, with: verifier)
  }

  private mutating func take(_ error: any Error, at place: Place) {
    let error = Self.cause(of: error)
    if Self.isDamage(error) { return note("\(error)") }
    let failure = Failure(error)
    notChecked.append("personal parts: \(Self.told(error))")
    // Who may only look, or looks through a mount that is read only, is told and no more.
    if (error as? PersonalDataError)?.code != .notLockable { obstacle = failure }
  }

  /// An error in words for whoever runs `verify`.
  private static func told(_ error: any Error) -> String { Failure(error)?.reason ?? "\(error)" }

  /// The log's or the store's own error, where who looks for parts handed it on.
  private static func cause(of error: any Error) -> any Error {
    switch error {
    case CommandError.log(let error): error
    case CommandError.personal(let error): error
    default: error
    }
  }

  /// Whether an error says that what is stored is not what was written.
  static func isDamage(_ error: any Error) -> Bool {
    switch cause(of: error) {
    case let error as PersonalDataError: [.corrupt, .unopenable].contains(error.code)
    case EventLogError.corrupt, EventLogError.damaged, EventLogError.unopenable: true
    default: false
    }
  }

  // MARK: - What is said

  /// How many parts there are, and what became of them; `nil` where there is no store.
  var sentence: String? {
    guard let report else { return nil }
    var text = counted(report.parts, "sealed part")
    if report.parts > 0 {
      text += report.opened == 0 ? ", none opened" : ", \(grouped(report.opened)) opened"
    }
    if report.erased > 0 {
      text += "; \(grouped(report.erased)) \(report.erased == 1 ? "was" : "were") erased"
    }
    if report.absent > 0 {
      text +=
        "; \(grouped(report.absent)) \(report.absent == 1 ? "is" : "are") not here: given up, not "
        + "imported with the log, or taken away"
    }
    return text
  }

  /// Writes the counts.
  func write(to json: inout JSONText) {
    guard let report else { return }
    json.name("personal")
    json.object {
      $0.field("parts", Int64(report.parts))
      $0.field("opened", Int64(report.opened))
      $0.field("found", Int64(report.found))
      $0.field("erased", Int64(report.erased))
      $0.field("absent", Int64(report.absent))
    }
  }
}

extension Failure: CustomStringConvertible {
  /// The reason.
  var description: String { reason ?? "exit code \(status.rawValue)" }
}
