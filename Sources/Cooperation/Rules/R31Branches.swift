internal import Deciding
internal import EventModel

extension Rule {
  /// R31 on branches: they end before what they are branches of.
  static let branchesFirst = Rule(
    number: "R31-BRANCHES",
    sentence: "An organisation is deregistered only once its branches are.",
    source: "Regulations on the registration of market entities (2022), Art. 32", isVerified: true,
    scope: Scope(validFrom: day("2022-03-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges the end of an organisation by its branches.
enum BranchesFirst {
  /// Those who were its branches then: the claims first, then those who claimed.
  static func readsToJudge(
    _ stream: StreamName, on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    try branches(of: stream, on: occurred, context)?.reads(context) ?? []
  }

  /// What the rule says of an organisation that ends.
  ///
  /// A branch that ended on the same day, as far as that is known, ended first; one that is another by
  /// a merger on that day is no branch any more.
  static func judge(
    _ stream: StreamName, on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    guard let branches = branches(of: stream, on: occurred, context) else {
      return Judgement(.branchesFirst, in: stream, breach: nil)
    }
    var doubt: String?
    for case (let name, let branch?) in try branches.all(context) {
      if isGone(branch, on: occurred, context.zone) { continue }
      // One that ended later, or whose end nobody told, was there; one that began later was not.
      let history = context.ground(name)
      if try history.state(Organisation.self, asOf: occurred) != nil {
        return Judgement(
          .branchesFirst, in: stream, breach: "\(name), a branch of it, had not been deregistered")
      }
      if history.mayHaveBegun(by: occurred) {
        doubt = "when \(name), a branch of it, began is not known"
      }
    }
    if try branches.areTooMany(context) {
      doubt = "it has more than \(ComparingLimits.entitiesOfOneOwner) branches"
    }
    return Judgement(
      .branchesFirst, subjects: [stream], doubt.map(Judgement.Verdict.notAssessable) ?? .kept)
  }

  /// Whether a branch had ended by then, or was one with another.
  private static func isGone(
    _ branch: Organisation, on occurred: Moment, _ zone: LogZone
  ) -> Bool {
    if let ended = branch.deregistered, ended.earliest(in: zone) <= occurred.latest(in: zone) {
      return true
    }
    return branch.merger?.holds(on: occurred.lastDay(in: zone), in: zone) == true
  }

  private static func branches(
    of stream: StreamName, on occurred: Moment, _ context: DecisionContext
  ) -> OwnedEntities<Organisation>? {
    guard Rule.branchesFirst.holds(on: occurred, in: context.zone) else { return nil }
    return OwnedEntities(
      of: stream, in: CodeKey.branchCategory, besides: stream, at: occurred
    ) { $0.branchOf }
  }
}

extension StreamHistory {
  /// Whether the stream's entity may have been there at a moment, though it is only known to have been
  /// there later.
  fileprivate func mayHaveBegun(by moment: Moment) -> Bool {
    guard let first = effective.first else { return false }
    return first.occurred.earliest(in: zone) <= moment.latest(in: zone)
  }
}

extension Rejudging {
  /// R31: branches end first.
  static let branchesFirst = Rejudging(
    [PBOrganisationDeregistered.eventType], judgeAgain: [PBOrganisationDeregistered.eventType])
}

extension Rejudging.Demand {
  /// R31: an office that ended before its branch did, as was told.
  static let branchesFirst = Rejudging.Demand(
    [PBOrganisationDeregistered.eventType], of: Organisation.category,
    [PBOrganisationDeregistered.eventType])
}
