internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Agreements of organisations: those that intentions led to, then those of longer standing. Four in
// five are drafted, reviewed and signed here, the others reported signed.

extension City {
  /// An agreement of two.
  struct Cooperation: Sendable {
    let kind: Kind
    /// A school or a training institution.
    let first: UInt32
    let second: UInt32
    /// The intention it came of, or -1; those with one come first, in the intentions' order.
    let intention: Int32
    /// The alliance that brought it about, or -1.
    let alliance: Int16
    /// The day of the last signature, and the day on which that was recorded.
    let signed: Int16
    var recorded: Int16 = 0
    var isTerminated = false

    /// Who agrees.
    enum Kind: Int {
      case schoolEnterprise
      case schoolSchool
      case schoolAssociation
      case entrustedTraining
    }
  }

  mutating func planCooperations() {
    let popularity = Popularity(count: size.enterprises)
    for index in intentions.indices where intentions[index].isConverted {
      guard cooperations.count < size.cooperations else { break }
      var dice = Dice(seed, .cooperation, -1 - index)
      let intention = intentions[index]
      let signed = Int(intention.day) + dice.within(60...120)
      plan(
        Cooperation(
          kind: .schoolEnterprise, first: intention.school, second: intention.enterprise,
          intention: Int32(index), alliance: -1, signed: Int16(signed)),
        after: Int(intention.recorded), &dice)
      var life = Life(index, after: Int(cooperations[cooperations.count - 1].recorded))
      life.step(.intentionConverted, signed, in: &schedule)
    }
    for index in cooperations.count..<size.cooperations {
      var dice = Dice(seed, .cooperation, index)
      // Most stand when the year begins; their last day lies beyond its end.
      let signed = SchoolYear.first - 400 + dice.below(600)
      plan(cooperation(signed, popularity, &dice), after: Schedule.first, &dice)
    }
  }

  private func cooperation(
    _ signed: Int, _ popularity: Popularity, _ dice: inout Dice
  ) -> Cooperation {
    let kind = Cooperation.Kind(rawValue: dice.choose([70, 8, 12, 10])) ?? .schoolEnterprise
    let school = size.firstSchool + dice.below(size.schools)
    let enterprise = popularity.draw(&dice)
    let other = dice.below(size.schools - 1)
    let second =
      switch kind {
      case .schoolEnterprise, .entrustedTraining: enterprise
      // Any school but the first one.
      case .schoolSchool:
        size.firstSchool + (school - size.firstSchool + 1 + other) % size.schools
      case .schoolAssociation: size.firstAssociation + dice.below(size.associations)
      }
    let provider = size.firstTrainingInstitution + dice.below(size.trainingInstitutions)
    let alliance = dice.happens(1_500) ? dice.below(alliances.count) : -1
    // An alliance brings nothing about before it is known.
    let isKnown = alliance >= 0 && alliances[alliance].founded + 30 < signed
    return Cooperation(
      kind: kind, first: UInt32(kind == .entrustedTraining ? provider : school),
      second: UInt32(second), intention: -1, alliance: isKnown ? Int16(alliance) : -1,
      signed: Int16(signed))
  }

  private mutating func plan(
    _ planned: Cooperation, after known: Int, _ dice: inout Dice
  ) {
    var agreement = planned
    let signed = Int(agreement.signed)
    let isOurs = dice.happens(8_000)
    var life = Life(cooperations.count, after: known)
    if isOurs {
      life.step(.cooperationDrafted, signed - 16, in: &schedule)
      life.step(.cooperationSubmitted, signed - 13, in: &schedule)
      life.step(.cooperationApproved, signed - 6, in: &schedule)
      life.step(.cooperationSigned, signed - 2, 0, lag: dice.below(3), in: &schedule)
      life.step(.cooperationSigned, signed, 1, lag: dice.below(8), in: &schedule)
    } else {
      life.step(.cooperationReported, signed, lag: Shapes.lag(&dice) % 90, in: &schedule)
    }
    agreement.recorded = Int16(life.recorded)
    for number in 0..<dice.within(5...8) {
      let day = signed + 10 + number * 40 + dice.below(30)
      life.note(.milestoneReported, day, ordinal: number, &dice, in: &schedule)
    }
    for number in 0..<dice.choose([45, 40, 15]) {
      let day = signed + 60 + number * 120 + dice.below(60)
      life.step(.amendmentProposed, day, number, in: &schedule)
      for party in 0..<2 {
        let signing = day + dice.within(3...20)
        life.step(.amendmentSigned, signing, number * 2 + party, in: &schedule)
      }
    }
    if dice.happens(400) {
      agreement.isTerminated = true
      life.step(.cooperationTerminated, signed + 340 + dice.below(60), in: &schedule)
    }
    cooperations.append(agreement)
  }

  func cooperationNaming(_ event: PlannedEvent) -> Naming {
    let agreement = cooperations[event.index]
    switch event.fact {
    case .cooperationDrafted, .cooperationReported:
      var named = (0..<2).map { Named("party", .organisation, party($0, of: agreement)) }
      if agreement.alliance >= 0 {
        named.append(Named("alliance", .alliance, Int(agreement.alliance)))
      }
      if agreement.intention >= 0 {
        named.append(Named("intention", .intention, Int(agreement.intention)))
      }
      return Naming(after: named)
    case .cooperationSigned, .amendmentSigned:
      return Naming(after: [
        Named("party", .organisation, party(Int(event.ordinal) % 2, of: agreement))
      ])
    default: return Naming()
    }
  }

  /// One of the two parties.
  func party(_ number: Int, of agreement: Cooperation) -> Int {
    Int(number == 0 ? agreement.first : agreement.second)
  }

  func cooperationPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let agreement = cooperations[index]
    let ordinal = Int(event.ordinal)
    switch event.fact {
    case .cooperationDrafted, .cooperationReported: return encoded(terms(index))
    case .cooperationSubmitted, .cooperationApproved: return encoded(PBAgreementAdvanced())
    case .cooperationSigned:
      return encoded(
        PBAgreementPartySigned.with {
          $0.party = organisation(party(ordinal, of: agreement))
          $0.documentSha256 = documentDigest(.cooperation, index)
          $0.method = .paper
        })
    case .milestoneReported:
      return encoded(PBAgreementMilestoneReported.with { $0.title = "Step \(ordinal + 1)" })
    case .amendmentProposed:
      return encoded(
        PBAgreementTerms.with {
          $0.amendment = "a\(ordinal + 1)"
          $0.plannedInterns = Int32(20 + index % 60 + ordinal)
          $0.to = date(Int(agreement.signed) + City.agreementDays + 365)
        })
    case .amendmentSigned:
      return encoded(
        PBAgreementAmendmentSigned.with {
          $0.amendment = "a\(ordinal / 2 + 1)"
          $0.party = organisation(party(ordinal % 2, of: agreement))
        })
    default:
      return encoded(
        PBAgreementTerminated.with {
          $0.by = organisation(Int(agreement.second))
          $0.reason = "no further need"
        })
    }
  }

  /// How long an agreement runs: a little over three years, as interns need.
  private static let agreementDays = 1_100

  private func terms(_ index: Int) -> PBAgreementTerms {
    let agreement = cooperations[index]
    return PBAgreementTerms.with {
      $0.kind = City.kinds[agreement.kind.rawValue]
      $0.parties = (0..<2).map { organisation(party($0, of: agreement)) }
      $0.title = "Cooperation agreement \(index)"
      $0.forms = City.forms[agreement.kind.rawValue]
      $0.rightsAndDuties = "as the text says in its second part"
      $0.from = date(Int(agreement.signed))
      $0.to = date(Int(agreement.signed) + City.agreementDays)
      if agreement.kind == .schoolEnterprise { $0.plannedInterns = Int32(5 + index % 60) }
      $0.documentSha256 = documentDigest(.cooperation, index)
      if agreement.alliance >= 0 {
        $0.broughtAboutBy = text(StreamKey(.alliance, Int(agreement.alliance)))
      }
      if agreement.intention >= 0 {
        $0.intention = text(StreamKey(.intention, Int(agreement.intention)))
      }
    }
  }

  private static let kinds: [PBAgreementTerms.Kind] = [
    .schoolEnterprise, .schoolSchool, .schoolAssociation, .entrustedTraining,
  ]
  private static let forms: [[PBAgreementTerms.Form]] = [
    [.internship, .orderClass, .recruitment], [.curriculum, .teacherTeam],
    [.careerEducation], [.staffTraining],
  ]
}
