internal import Deciding
internal import EventModel

extension Rule {
  /// R05: no HR institution or other intermediary organises internships.
  ///
  /// It may be an alliance's member and may recruit graduates; only the organiser's part is barred.
  static let noIntermediary = Rule(
    number: "R05",
    sentence: "No intermediary, paid agent, HR institution or dispatch firm organises, arranges or "
      + "manages internships.",
    source: "Vocational Education Law (2022), Art. 50 and 66", isVerified: true,
    scope: Scope(schoolLevels: Scope.vocationalSchools, validFrom: day("2022-05-01")),
    whenDecided: .reject, whenReported: .finding(.critical))

  /// R05 before the law, under the regulations, which speak of those who study full-time.
  static let noIntermediary2021 = Rule(
    number: "R05-2021", sentence: noIntermediary.sentence,
    source: "Internship regulations (2021), Art. 16(6)", isVerified: true,
    scope: Scope(
      schoolLevels: Scope.vocationalSchools, isFullTimeOnly: true, validFrom: day("2021-12-31"),
      validTo: day("2022-05-01")),
    whenDecided: .reject, whenReported: .finding(.critical))
}

/// Judges an internship by who organises it.
enum NoIntermediary {
  /// Who organises an internship.
  enum Organiser {
    /// The school, or nobody else that is named.
    case school
    /// The host, with what it is; `nil` when that is not known.
    case host(Organisation?)
    /// Another organisation, with what it is; `nil` when that is not known.
    case other(Organisation?)
  }

  /// What both texts say of an arrangement or a start.
  ///
  /// - Parameter name: the organiser's stream, where one is named.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts, organiser: Organiser, named name: String
  ) -> [Judgement] {
    let day = facts.occurred.lastDay(in: facts.zone)
    return [Rule.noIntermediary, .noIntermediary2021].map { rule in
      Judgement(
        rule, subjects: [placement], blaming: .named(name),
        facts.verdict(rule) {
          switch organiser {
          case .school: .kept
          case .host(let host): host.flatMap { trade($0, on: day) }.map { .broken($0) } ?? .kept
          case .other(let other): verdict(other, on: day)
          }
        })
    }
  }

  /// Whether an organisation that is neither school nor host is paid for it nobody records, so only
  /// schools and government bodies are known not to be.
  private static func verdict(_ other: Organisation?, on day: CivilDate) -> Judgement.Verdict {
    guard let other else { return .notAssessable("what organises the internship is not known") }
    if let trade = trade(other, on: day) { return .broken(trade) }
    if other.kind == .school || other.kind == .governmentBody { return .kept }
    return .notAssessable(
      "the organiser is neither school, host nor government body, and may be an intermediary")
  }

  /// Why an organisation is an intermediary by its trade.
  private static func trade(_ organiser: Organisation, on day: CivilDate) -> String? {
    if organiser.kind == .hrInstitution { return "an HR institution organises the internship" }
    if organiser.hasLicence(.labourDispatch, on: day) {
      return "an organisation with a licence for labour dispatch organises the internship"
    }
    return organiser.hasLicence(.jobBroking, on: day)
      ? "an organisation with a licence for job broking organises the internship" : nil
  }
}

extension Rejudging {
  /// R05: a licence of the organiser that was told late.
  static let noIntermediary = Rejudging(
    [PBLicenceRecorded.eventType],
    judgeAgain: [PBPlacementArranged.eventType, PBPlacementStarted.eventType])
}
