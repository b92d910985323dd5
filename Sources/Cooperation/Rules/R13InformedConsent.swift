internal import Deciding
internal import EventModel

extension Rule {
  /// R13: nobody signs for a post internship that student and guardian have not agreed to.
  static let informedConsent = Rule(
    number: "R13",
    sentence: "A student agrees, being informed, before signing for a post internship; for a "
      + "student under 18 a guardian agrees too.",
    source: "Model internship agreement (2021); guardian's consent: Shenzhen's rules",
    isVerified: false, scope: .postInternships2021, whenDecided: .reject,
    whenReported: .finding(.advisory))
}

/// Judges the student's signature, and our filing, by the consent behind it.
enum InformedConsent {
  /// What is done on the consent.
  enum Act: String {
    /// The student signs.
    case signature = "was signed by the student"
    /// The agreement is approved by filing it.
    case filing = "was filed"
  }

  /// What the rule says of a signature of the student, or of a filing.
  ///
  /// - Parameter ageBand: the student's on the day; `nil` when it is unknown.
  static func judge(
    _ stream: StreamName, _ agreement: InternshipAgreement, _ facts: InternshipFacts,
    _ act: Act, ageBand: PBAgeBand?
  ) -> Judgement {
    let verdict = facts.verdict(.informedConsent) {
      if agreement.consented == nil {
        return .broken("\(stream) \(act.rawValue) without informed consent")
      }
      if agreement.guardianConsented != nil { return .kept }
      switch ageBand {
      case .adult: return .kept
      case nil:
        return .notAssessable(
          "\(stream) \(act.rawValue) without a guardian, and the student's age is unknown")
      default:
        return .broken(
          "\(stream) \(act.rawValue) without the consent of a guardian of a student under 18")
      }
    }
    return Judgement(.informedConsent, subjects: [stream], verdict)
  }
}
