internal import Deciding
internal import EventModel

extension StaffTraining {
  /// The contract that a plan names.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .planned(let plan) = event.payload, let agreement = StreamName(field: plan.agreement)
    else { return [] }
    return [.stream(agreement)]
  }

  /// The order of steps, R17, the seats, and what a certificate rests on.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let training = try context.state(StaffTraining.self, event.stream)
    switch event.payload {
    case .planned(let plan):
      let agreement = try StreamName(field: plan.agreement).map {
        (stream) throws(Rejection) -> (stream: StreamName, state: CooperationAgreement?) in
        (stream, try Fitting.agreement(stream, asOf: event.occurred, context))
      }
      return [
        order,
        WrittenAgreement.judge(
          training: event.stream, plan, enterprise: training?.enterprise, agreement: agreement,
          isReported: event.standing == .reported, on: event.occurred, in: context.zone),
      ]
    case .traineeEnrolled(let fact):
      return [
        order,
        Judgement(
          .trainingSeats, in: event.stream, breach: training?.lackOfSeats(event.stream)),
        Judgement(
          .traineeOnce, in: event.stream, blaming: .named(fact.trainee),
          breach: training?.isTaking(StreamName(field: fact.trainee)) == true
            ? "somebody who takes part in \(event.stream) is enrolled again" : nil),
      ]
    case .certificateIssued(let fact):
      return [
        order,
        training?.judgeCertificate(StreamName(field: fact.trainee), event.stream)
          ?? Judgement(.earnedCertificate, in: event.stream, breach: nil),
      ]
    default: return [order]
    }
  }

  private func isTaking(_ trainee: StreamName?) -> Bool {
    trainee.flatMap { trainees[$0] }.map { $0.dropped == nil } ?? false
  }

  private func lackOfSeats(_ stream: StreamName) -> String? {
    guard let plan, plan.hasSeats, traineeCount >= Int(plan.seats) else { return nil }
    return "all \(plan.seats) seats of \(stream) are taken"
  }

  private func judgeCertificate(_ trainee: StreamName?, _ stream: StreamName) -> Judgement {
    guard let begun else {
      return Judgement(
        .earnedCertificate, in: stream, breach: "\(stream) gives a certificate, but held no session"
      )
    }
    let part = trainee.flatMap { trainees[$0] }
    var breach: String?
    if part == nil {
      breach = "\(stream) gives a certificate to somebody who took no part"
    } else if let dropped = part?.dropped, begun.isAfter(dropped) {
      breach = "\(stream) gives a certificate to somebody who dropped out before its first session"
    }
    return Judgement(
      .earnedCertificate, in: stream, blaming: trainee.map { .entity($0) }, breach: breach)
  }
}

extension StaffTraining {
  /// The enterprise; who trains may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .requested(let fact): [PartyRole.Part(.enterprise, fact.enterprise)]
    case .planned(let plan): [PartyRole.Part(.enterprise, plan.enterprise)]
    default: []
    }
  }
}
