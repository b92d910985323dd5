internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension Reaction {
  /// All of them, in the order in which they are asked.
  public static let all: [Reaction] = [
    beginNegotiation, convertIntention, matchNeed, acceptRecommendation, fillVacancy,
    confirmSuccessor, executeRequest,
    // What a published survey says of its responses.
    countRespondents,
    // An internship agreement that is drawn up anew.
    supersedeAgreement,
  ]

  /// Who drafts an agreement that comes of an intention negotiates.
  static let beginNegotiation = Reaction(
    "begin-negotiation", on: [CooperationAgreement.Types.drafted],
    PBBeginIntentionNegotiation.self, to: CooperationIntention.category
  ) { (context) throws(Rejection) in
    guard let agreement = try context.own(CooperationAgreement.self),
      agreement.phase != .rejected, agreement.phase != .annulled,
      let intention = agreement.intention
    else { return .follows([]) }
    return .follows([
      FollowingCommand(.beginIntentionNegotiation(.with { $0.intention = intention.text }))
    ])
  }

  /// An intention was kept once its agreement is in force: signed elsewhere, or by the last party.
  static let convertIntention = Reaction(
    "convert-intention",
    on: [CooperationAgreement.Types.reportedSigned, PBAgreementPartySigned.eventType],
    PBConvertIntention.self, to: CooperationIntention.category
  ) { (context) throws(Rejection) in
    guard let agreement = try context.own(CooperationAgreement.self), agreement.signed != nil,
      agreement.phase != .annulled, let intention = agreement.intention
    else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .convertIntention(
          .with {
            $0.intention = intention.text
            $0.details.agreement = context.trigger.stream.text
          }))
    ])
  }

  /// A need is matched by the intention that names it, as far as the intention says how much. Where
  /// it is not plain who meets whose need, a person says so.
  static let matchNeed = Reaction(
    "match-need", on: [PBIntentionRecorded.eventType], PBMatchNeed.self, to: Need.category,
    where: {
      mayName($0, of: CooperationIntention.self) {
        if case .recorded(let intention) = $0 { intention.hasNeed } else { true }
      }
    }
  ) { (context) throws(Rejection) in
    guard let intention = try context.own(CooperationIntention.self), let name = intention.need
    else { return .follows([]) }
    let readings: Set<ReactionReading> = [.stream(name)]
    guard context.holds(readings) else { return .needs(readings) }
    guard let need = try context.state(Need.self, name), let owner = need.organisation,
      intention.parties.contains(owner), intention.parties.count == 2,
      let partner = intention.parties.first(where: { $0 != owner })
    else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .matchNeed(
          .with {
            $0.need = name.text
            $0.details.with = partner.text
            $0.details.intention = context.trigger.stream.text
            if let planned = intention.plannedHeadcount, planned > 0 {
              // More than is open meets all of it.
              let open = need.openQuantity ?? planned
              $0.details.quantity = Int32(clamping: open > 0 ? min(planned, open) : planned)
            }
          }))
    ])
  }

  /// Who applies on a recommendation follows it.
  static let acceptRecommendation = Reaction(
    "accept-recommendation", on: [PBApplicationSubmitted.eventType], PBAcceptRecommendation.self,
    to: Recommendation.category,
    where: {
      mayName($0, of: Application.self) {
        if case .submitted(let application) = $0 { application.hasRecommendation } else { true }
      }
    }
  ) { (context) throws(Rejection) in
    guard let application = try context.own(Application.self),
      let name = application.recommendation
    else { return .follows([]) }
    let readings: Set<ReactionReading> = [.stream(name)]
    guard context.holds(readings) else { return .needs(readings) }
    // Another's recommendation is not theirs to accept.
    guard let recommendation = try context.state(Recommendation.self, name),
      recommendation.details.to == application.person?.text
    else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .acceptRecommendation(
          .with {
            $0.recommendation = name.text
            $0.details.ledTo = context.trigger.stream.text
          }))
    ])
  }

  /// Who accepts an offer takes a place; the vacancy's figure is that of the accepted so far, and holds
  /// from when the last of them accepted, in whichever order that was told.
  ///
  /// Where more were told by hand, some of them came by other ways, and the figure stays.
  static let fillVacancy = Reaction(
    "fill-vacancy", on: [Application.Types.offerAccepted], PBFillVacancy.self,
    to: Vacancy.category, gathering: [Application.Types.offerAccepted]
  ) { (context) throws(Rejection) in
    guard let application = try context.own(Application.self), application.phase == .accepted,
      let name = application.vacancy
    else { return .follows([]) }
    let all = ReactionReading.streams(of: Application.Types.offerAccepted, decidedOn: name)
    var readings: Set<ReactionReading> = [.stream(name), all]
    guard context.holds(readings) else { return .needs(readings) }
    let applications = context.gathered[all] ?? []
    readings = Set(applications.map(ReactionReading.stream))
    guard context.holds(readings) else { return .needs(readings) }
    var accepted = 0
    var last: Moment?
    for stream in applications.sorted() {
      guard let other = try context.state(Application.self, stream), other.phase == .accepted,
        other.vacancy == name
      else { continue }
      accepted += 1
      last = context.later(last, other.ended)
    }
    guard let vacancy = try context.state(Vacancy.self, name), vacancy.phase != .filled,
      accepted > vacancy.filled
    else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .fillVacancy(
          .with {
            $0.vacancy = name.text
            $0.details.filled = Int32(clamping: accepted)
          }), notBefore: last)
    ])
  }

  /// Whether a trigger names what something would follow for; of one that can't be read it may.
  static func mayName<A: TabledAggregate>(
    _ trigger: RecordedEvent, of aggregate: A.Type, _ names: (A.Event) -> Bool
  ) -> Bool {
    (try? A.payloads.decode(trigger.event)).map(names) ?? true
  }
}
