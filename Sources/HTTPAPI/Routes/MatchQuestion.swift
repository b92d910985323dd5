internal import Cooperation
internal import Deciding
internal import EventLog
internal import EventModel
internal import MatchSearch

/// What is looked for, however it was asked.
struct MatchQuestion: Sendable {
  /// Who looks, and so for what.
  enum Who: Sendable {
    /// A graduate by name or by an enrolment; for vacancies.
    case graduate(StreamName?, enrolment: StreamName?, GraduateWishes)
    /// An organisation; for the other side of its needs.
    case organisation(StreamName, CounterpartSearch)
  }

  let who: Who
  let day: CivilDate
  /// At most so many matches each.
  let limit: Int
  let weights: MatchWeights

  /// How many are shown where nothing is said.
  static let shownAtFirst = 10
}

// MARK: - By parameters

extension MatchRoutes {
  func graduateQuestion(_ question: inout QueryParameters) throws -> MatchQuestion {
    let (day, limit) = try dayAndLimit(&question)
    let person = try stream("person", question.take("person"), Person.category)
    let enrolment = try stream("enrolment", question.take("enrolment"), Enrolment.category)
    guard (person == nil) != (enrolment == nil) else {
      throw Problem.badArgument("person", "a person's stream, unless enrolment is given instead")
    }
    let home = question.take("home")
    var regions: [String] = []
    while let region = question.take("region") { regions.append(region) }
    let pay = try question.take("pay").map { text in
      guard let fen = Int64(text) else {
        throw Problem.badArgument("pay", "fen a month, a number from 0")
      }
      return fen
    }
    let wishes = try wishes(home, regions, pay) { $0 }
    try rest(&question, "person, enrolment, home, region, pay, on, limit, atLeast")
    return MatchQuestion(
      who: .graduate(person, enrolment: enrolment, wishes), day: day, limit: limit,
      weights: try weights(nil))
  }

  func organisationQuestion(
    _ question: inout QueryParameters, _ search: CounterpartSearch
  ) throws -> MatchQuestion {
    let (day, limit) = try dayAndLimit(&question)
    let name = search.seekerName
    guard let seeker = try stream(name, question.take(name), Organisation.category) else {
      throw Problem.badArgument(name, "an organisation's stream")
    }
    try rest(&question, "\(name), on, limit, atLeast")
    return MatchQuestion(
      who: .organisation(seeker, search), day: day, limit: limit, weights: try weights(nil))
  }

  private func dayAndLimit(_ question: inout QueryParameters) throws -> (CivilDate, Int) {
    let day = try day(question.take("on"))
    let asked = try question.take("limit").map { text in
      guard let number = Int(text) else { throw limitProblem }
      return number
    }
    return (day, try limit(asked))
  }

  /// Refuses what nobody asked for, and twice what is asked for once; each has been taken once.
  private func rest(_ question: inout QueryParameters, _ known: String) throws {
    guard let unknown = try question.takeRest().first else { return }
    throw Problem.badArgument(String(unknown.name.prefix(60)), "nothing: there are \(known)")
  }
}

// MARK: - By a body

extension MatchRoutes {
  /// The question that a body asks.
  func question(_ request: PBMatchRequest) throws -> MatchQuestion {
    let day = try day(request.hasOn ? request.on : nil)
    let limit = try limit(request.hasLimit ? Int(request.limit) : nil)
    let named = [
      request.hasPerson, request.hasEnrolment, request.hasSchool, request.hasEnterprise,
    ]
    guard named.count(where: { $0 }) == 1 else {
      throw Problem.badArgument(
        "person", "a person's stream, unless one of enrolment, school, enterprise is given instead")
    }
    return MatchQuestion(
      who: try who(request), day: day, limit: limit,
      weights: try weights(request.hasWeights ? request.weights : nil))
  }

  private func who(_ request: PBMatchRequest) throws -> MatchQuestion.Who {
    for search in CounterpartSearch.allCases {
      let isNamed = search == .enterprises ? request.hasSchool : request.hasEnterprise
      guard isNamed else { continue }
      if request.hasWishes {
        throw Problem.badArgument("wishes", "nothing: they are of a graduate")
      }
      let name = search == .enterprises ? request.school : request.enterprise
      if let seeker = try stream(search.seekerName, name, Organisation.category) {
        return .organisation(seeker, search)
      }
    }
    let wishes = request.wishes
    return .graduate(
      try stream("person", request.hasPerson ? request.person : nil, Person.category),
      enrolment: try stream(
        "enrolment", request.hasEnrolment ? request.enrolment : nil, Enrolment.category),
      try self.wishes(
        wishes.hasHome ? wishes.home : nil, wishes.regions, wishes.hasPayFen ? wishes.payFen : nil
      ) { ["home": "wishes.home", "region": "wishes.regions", "pay": "wishes.payFen"][$0] ?? $0 })
  }
}

// MARK: - By either

extension MatchRoutes {
  private func day(_ text: String?) throws -> CivilDate {
    guard let text else { return log.identity.zone.civilDate(at: clock().microseconds) }
    guard let day = try? CivilDate(validating: text) else {
      throw Problem.badArgument("on", "a day, as 2023-04-10")
    }
    return day
  }

  private var limitProblem: Problem {
    .badArgument("limit", "a number from 1 to \(limits.matchesPerNeed)")
  }

  private func limit(_ number: Int?) throws -> Int {
    guard let number else { return MatchQuestion.shownAtFirst }
    guard (1...limits.matchesPerNeed).contains(number) else { throw limitProblem }
    return number
  }

  private func stream(
    _ name: String, _ text: String?, _ category: StreamCategory
  ) throws -> StreamName? {
    guard let text else { return nil }
    guard let stream = try? StreamName(validating: text), stream.category == category else {
      throw Problem.badArgument(name, "a stream, as \(category.text)-4711")
    }
    return stream
  }

  /// - Parameter field: how a wish is called where it was asked.
  private func wishes(
    _ home: String?, _ regions: [String], _ pay: Int64?, _ field: (String) -> String
  ) throws -> GraduateWishes {
    do throws(GraduateWishes.Refusal) {
      return try GraduateWishes(validatingHome: home, regions: regions, payFen: pay)
    } catch {
      throw Problem.badArgument(field(error.field), error.expected)
    }
  }

  /// The weights of that name; the first where none is asked for.
  private func weights(_ name: PBMatchWeightsName?) throws -> MatchWeights {
    guard let name else { return weights.first ?? .shipped }
    let found = weights.first { weights in
      (!name.hasAlgorithm || name.algorithm == weights.algorithm)
        && (!name.hasVersion || name.version == weights.version)
    }
    if let found { return found }
    let known = weights.map { "\($0.algorithm) in version \($0.version)" }
    throw Problem.badArgument(
      "weights", "those that the server has: \(known.joined(separator: ", "))")
  }
}
