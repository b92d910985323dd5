internal import Deciding
internal import EventModel

extension Rule {
  /// R14: no school sends anybody to a host that it has not looked at.
  static let inspectedHost = Rule(
    number: "R14",
    sentence: "Before a host is first used, the school inspects it on site and writes a report on "
      + "its qualification, credit, management, post, hours, working and living environment, and "
      + "health and safety.",
    source: "Internship regulations (2016), Art. 6; \(unreadDay)", isVerified: false,
    scope: .postInternships2016, whenDecided: .reject, whenReported: .finding(.breach))
}

/// Judges the use of a host by the inspection before it.
enum InspectedHost {
  /// The eight topics of a report.
  static let topics: Set<PBHostPostInspected.Topic> = [
    .qualification, .credit, .management, .post, .workingHours, .workingEnvironment,
    .livingEnvironment, .healthAndSafety,
  ]

  /// What the rule says of a school's approval, or of an internship at a post.
  ///
  /// - Parameter post: as it was then; `nil` for none, then nothing is said.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, post: HostPost?, school: StreamName?
  ) -> Judgement {
    Judgement(
      .inspectedHost, subjects: [stream],
      facts.verdict(.inspectedHost) {
        guard let post else { return .kept }
        let own = post.inspections.filter { $0.school == nil || $0.school == school }
        guard let last = own.last else { return .broken("the school has not inspected the host") }
        return verdict(last.details)
      })
  }

  /// What is not told of an inspection is not taken for done.
  private static func verdict(_ inspection: PBHostPostInspected) -> Judgement.Verdict {
    if let shortcoming = shortcoming(inspection) { return .broken(shortcoming) }
    if !inspection.hasOnSite {
      return .notAssessable("whether the host was inspected on site is not known")
    }
    if inspection.result != .passed {
      return .notAssessable("whether the host passed the inspection is not known")
    }
    return .kept
  }

  private static func shortcoming(_ inspection: PBHostPostInspected) -> String? {
    if inspection.result == .failed { return "the host did not pass the school's inspection" }
    if inspection.hasOnSite, !inspection.onSite { return "the host was not inspected on site" }
    let missing = topics.subtracting(inspection.topics).count
    if missing > 0 { return "the report on the host lacks \(missing) of the eight topics" }
    if !inspection.hasReport, !inspection.hasReportSha256 {
      return "there is no written report on the inspection"
    }
    return nil
  }
}

extension Rejudging {
  /// R04, R06, R08, R11 and R14: a post as it was offered, revised and inspected.
  static let hostPost = Rejudging(
    [
      PBHostPostOffered.eventType, PBHostPostRevised.eventType, PBHostPostInspected.eventType,
    ],
    judgeAgain: [
      PBPlacementArranged.eventType, PBPlacementStarted.eventType,
      InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
      PBInternshipAgreementAmended.eventType,
    ])
}
