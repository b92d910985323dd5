public import EventModel

/// On whose behalf a command is given: what decides who may give it.
///
/// Source: `Schemas/openapi.yaml`, "Who may do what".
public enum Duty: String, Hashable, Sendable, CaseIterable {
  /// An organisation's own affairs, and facts that it reports.
  case ownAffairs
  /// Acts of the bureau.
  case bureau
  /// Acts on the record itself that need a second look: ends of reviews, erasures.
  case stewardship

  /// The commands that are no organisation's own affair.
  package static let beyondOwnAffairs: [String: Duty] = {
    let bureau = [
      "voidEvent",
      "recordVerification", "grantDesignation", "endDesignation", "enterBlacklist",
      "liftBlacklist", "suspendOrganisation", "resumeOrganisation", "grantServiceRole",
      "endServiceRole",
      "restrictProcessing", "confirmKeyGroup", "endKeyGroup",
      "openFinding", "withdrawFinding", "notifyFinding", "upholdFinding", "sanctionFinding",
      "dismissFinding", "reopenFinding",
      "approveVacancy", "rejectVacancy", "approveActivity",
      "reviewOutcomeAsBureau", "crossCheckEmployer", "decideDispute", "freezeStatistics",
      "addCodeListEntry", "endCodeListEntry", "publishCodeListVersion",
      "decidePrivacyRequest", "executePrivacyRequest", "placeLegalHold", "liftLegalHold",
      "requestApproval", "giveApproval", "refuseApproval",
      "issuePolicy", "amendPolicy", "repealPolicy", "publishRuleset",
      "establishFund", "setFundBudget", "increaseFundBudget", "closeFund",
      "publishGrantApplication", "settleGrantObjection", "reviewGrant", "approveGrant",
      "rejectGrant", "payGrant", "acceptGrantMilestone", "evaluateGrant", "orderClawback",
      "recordRepayment", "barFromGrants",
    ]
    let stewardship = [
      "passReview", "failReview", "erasePersonalData", "mergePerson", "unmergePerson",
      "mergeOrganisation", "unmergeOrganisation",
    ]
    return Dictionary(
      uniqueKeysWithValues: bureau.map { ($0, .bureau) } + stewardship.map { ($0, .stewardship) })
  }()
}

extension ParsedCommand {
  /// On whose behalf it is given.
  public var duty: Duty { Duty.beyondOwnAffairs[name] ?? .ownAffairs }

  /// The organisations that it names, its target among them.
  public var organisations: Set<StreamName> {
    var named: Set<StreamName> = [target]
    if case .domain(let command) = act {
      // A name that is malformed is refused when the command is decided.
      for reference in command.references {
        if let stream = try? reference.stream() { named.insert(stream) }
      }
    }
    return named.filter { $0.isOf(Organisation.category) }
  }
}
