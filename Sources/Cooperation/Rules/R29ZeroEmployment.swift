internal import Deciding
internal import EventModel

extension Rule {
  /// R29: who confirms that a family is without work.
  ///
  /// It refuses our own act and opens no finding: a finding would tell which group a person belongs
  /// to.
  static let zeroEmployment = Rule(
    number: "R29",
    sentence:
      "That nobody of working age in an urban household has work is confirmed by the street "
      + "or community: a government body.",
    source: "Employment Promotion Law, Art. 56", isVerified: true,
    scope: Scope(validFrom: day("2008-01-01")), whenDecided: .reject,
    whenReported: .finding(.advisory))
}

/// Judges who confirms a zero-employment family, before the group is sealed.
enum ZeroEmployment {
  /// Refuses our own confirmation by anybody else.
  ///
  /// - Parameter kind: what the confirming organisation is.
  static func check(
    _ group: PBStudentSensitive.Group, confirmedBy kind: PBOrganisationRegistered.Kind?,
    _ context: DecisionContext
  ) throws(Rejection) {
    guard context.standing == .decided, group == .zeroEmployment, kind != .governmentBody,
      Rule.zeroEmployment.holds(on: context.occurred, in: context.zone)
    else { return }
    throw Rejection(
      .rule, "the confirming body is no government body", field: "details.confirmedBy",
      rule: Rule.zeroEmployment.number, source: Rule.zeroEmployment.source)
  }
}
