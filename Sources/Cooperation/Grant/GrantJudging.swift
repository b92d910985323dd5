internal import Deciding
internal import EventModel

extension Grant {
  /// The fund for its terms, the agreement for its parties, applicants for whether they are barred.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    let grant = try context.state(Grant.self, event.stream)
    switch event.payload {
    case .applied(let fact):
      return readings(
        [fact.fund, fact.agreement, fact.applicant].map { StreamName(field: $0) })
    case .coApplicationConfirmed(let fact):
      return readings([grant?.fund, grant?.agreement, StreamName(field: fact.applicant)])
    case .applicationPublished, .approved: return readings([grant?.fund, grant?.agreement])
    case .paid(let fact):
      // Also where the payee applied: who is one with whom may change later.
      guard let grant, let payee = StreamName(field: fact.payee) else { return [] }
      return readings([grant.agreement])
        .union(try context.aliasReads(of: grant.payees(context) + [payee]))
    default: return []
    }
  }

  private static func readings(_ streams: [StreamName?]) -> Readings {
    Readings(streams.compactMap { $0.map(Reading.stream) })
  }

  /// R22, sums that add up, a fund that has what it promises, payments to who applied.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let grant = try context.state(Grant.self, event.stream)
    switch event.payload {
    case .applied(let fact):
      return [order]
        + (try judgeApplicant(
          fact.applicant, fund: StreamName(field: fact.fund),
          agreement: StreamName(field: fact.agreement), event, context))
    case .coApplicationConfirmed(let fact):
      return [order]
        + (try judgeApplicant(
          fact.applicant, fund: grant?.fund, agreement: grant?.agreement, event, context))
    case .applicationPublished(let fact):
      guard let grant else { return [order] }
      let fund = try Self.fund(grant.fund, context)
      return [order, GrantRules.term(event.stream, fact, fund)]
        + (try joint(grant, fund, approvedOn: nil, event, context))
    case .approved(let fact):
      guard let grant else { return [order] }
      let fund = try Self.fund(grant.fund, context)
      return [order]
        + (try joint(
          grant, fund, approvedOn: event.occurred.lastDay(in: context.zone), event, context))
        + [budget(grant, fund, fact, event.stream)]
    case .paid(let fact):
      return [order, sums(grant, event), try judgePayee(fact, grant, event, context)]
    case .clawbackOrdered, .repaid:
      return [order, sums(grant, event)]
    default: return [order]
    }
  }

  private static func fund(
    _ stream: StreamName?, _ context: DecisionContext
  ) throws(Rejection) -> Fund? {
    guard let stream else { return nil }
    return try context.ground(stream).state(Fund.self)
  }

  private static func judgeApplicant(
    _ text: String, fund: StreamName?, agreement: StreamName?, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let applicant = StreamName(field: text) else { return [] }
    return [
      Judgement(
        .applicantsAreParties, in: event.stream,
        misfit: try Fitting.misfit(
          agreement: agreement, sides: [applicant], on: event.occurred, context))
    ]
      + GrantRules.bar(
        event.stream, applicant, try context.ground(applicant).state(Organisation.self),
        territory: try Self.fund(fund, context)?.territory, event.occurred, context.zone)
  }

  private static func joint(
    _ grant: Grant, _ fund: Fund?, approvedOn: CivilDate?, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var agreement: CooperationAgreement?
    if let stream = grant.agreement {
      agreement = try context.ground(stream).state(CooperationAgreement.self)
    }
    return GrantRules.joint(
      event.stream, grant, agreement: agreement, approvedOn: approvedOn, territory: fund?.territory,
      event.occurred, context.zone)
  }

  private static func budget(
    _ grant: Grant, _ fund: Fund?, _ fact: PBGrantApproved, _ stream: StreamName
  ) -> Judgement {
    var breach: String?
    if let fund, let budget = fund.budgetFen, fact.hasAmountFen {
      let others = fund.committedFen - fund.commitments[stream.text, default: 0]
      if others + fact.amountFen > budget {
        breach =
          "\(fact.amountFen) fen are approved; of \(budget) fen the fund has promised \(others) to others"
      }
    }
    return Judgement(.withinBudget, in: stream, blaming: .value("amountFen"), breach: breach)
  }

  /// The applicants, and once the agreement is loaded those who took the place of one in it.
  private func payees(_ context: DecisionContext) throws(Rejection) -> [StreamName] {
    guard let agreement, context.isLoaded(agreement),
      let known = try context.ground(agreement).state(CooperationAgreement.self)
    else { return applicants }
    return applicants.flatMap { known.standIns(for: $0) }
  }

  /// Who is paid without having applied under that name; `nil` where nobody else is named.
  private static func outsider(_ fact: PBGrantPaid, _ grant: Grant?) -> (Grant, StreamName)? {
    guard let grant, let payee = StreamName(field: fact.payee), !grant.applicants.contains(payee)
    else { return nil }
    return (grant, payee)
  }

  /// PAYEE, also in the agreement, and by a merger that holds on that day.
  private static func judgePayee(
    _ fact: PBGrantPaid, _ grant: Grant?, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var breach = grant == nil ? "\(event.stream) is paid, and nobody has applied for it" : nil
    if let (grant, payee) = outsider(fact, grant) {
      let day = event.occurred.lastDay(in: context.zone)
      let known = try grant.payees(context)
      let end = try context.aliasEnd(of: payee, on: day)
      var isApplicant = known.contains(payee)
      for one in known where !isApplicant {
        isApplicant = try context.aliasEnd(of: one, on: day) == end
      }
      if !isApplicant { breach = "\(payee) is paid, and has not applied for \(event.stream)" }
    }
    return Judgement(
      .paidApplicant, in: event.stream, blaming: .named(fact.payee), breach: breach)
  }

  private static func sums(_ grant: Grant?, _ event: JudgedEvent<Event>) -> Judgement {
    var breach: String?
    switch event.payload {
    case .paid(let fact):
      let paid = (grant?.paidFen ?? 0) + fact.amountFen
      if let approved = grant?.approvedFen, paid > approved {
        breach = "\(paid) fen are paid of \(approved) approved"
      }
    case .clawbackOrdered(let fact):
      let claimed = (grant?.clawbackFen ?? 0) + fact.amountFen
      if let paid = grant?.paidFen, claimed > paid {
        breach = "\(claimed) fen are claimed back of \(paid) paid"
      }
    case .repaid(let fact):
      let repaid = (grant?.repaidFen ?? 0) + fact.amountFen
      if let claimed = grant?.clawbackFen, repaid > claimed {
        breach = "\(repaid) fen are repaid of \(claimed) claimed back"
      }
    default: break
    }
    return Judgement(.grantSums, in: event.stream, blaming: .value("amountFen"), breach: breach)
  }
}
