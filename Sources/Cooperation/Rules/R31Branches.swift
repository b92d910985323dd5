internal import Deciding
internal import EventModel

extension Rule {
  /// R31 on branches: they end before what they are branches of.
  public static let branchesFirst = Rule(
    number: "R31-BRANCHES",
    sentence: "An organisation is deregistered only once its branches are.",
    source: "Regulations on the registration of market entities (2022), Art. 32", isVerified: true,
    scope: Scope(validFrom: day("2022-03-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges the end of an organisation by its branches.
enum BranchesFirst {
  /// Those who are or were its branches: the claims first, then those who claimed.
  static func readsToJudge(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let code = code(of: stream) else { return [] }
    return Readings([.stream(code)]).union(try branches(code, context).map(Reading.stream))
  }

  /// What the rule says of an organisation that ends.
  ///
  /// A branch that ended on the same day, as far as that is known, ended first.
  static func judge(
    _ stream: StreamName, on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    guard Rule.branchesFirst.holds(on: occurred, in: context.zone), let code = code(of: stream)
    else { return Judgement(.branchesFirst, in: stream, breach: nil) }
    let end = occurred.latest(in: context.zone)
    for name in try branches(code, context) {
      // One that ended later, or whose end nobody told, was there; one that began later was not.
      let history = context.ground(name)
      guard try history.state(Organisation.self, asOf: occurred) != nil,
        let branch = try history.state(Organisation.self), branch.branchOf == stream
      else { continue }
      if let ended = branch.deregistered, ended.earliest(in: context.zone) <= end { continue }
      return Judgement(
        .branchesFirst, in: stream, breach: "\(name), a branch of it, had not been deregistered")
    }
    return Judgement(.branchesFirst, in: stream, breach: nil)
  }

  private static func code(of stream: StreamName) -> StreamName? {
    CodeKey(CodeKey.branchCategory, stream.id, onConflict: .none)?.stream
  }

  private static func branches(
    _ code: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    guard context.isLoaded(code) else { return [] }
    return try context.state(CodeHolders.self, code)?.everHolders ?? []
  }
}
