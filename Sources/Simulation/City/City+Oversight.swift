internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// What inspectors find in placements, and what students complain of. Who complains says it in words
// that would be personal: nothing of it is made up.

extension City {
  /// A breach that an inspector saw in a placement.
  struct Inspection: Sendable {
    let placement: UInt32
    let day: Int16
    /// By when the placement is known.
    let known: Int16
  }

  /// A student's complaint after an incident.
  struct Complaint: Sendable {
    let placement: UInt32
    let day: Int16
    /// By when the placement is known.
    let known: Int16
  }

  mutating func planFindings() {
    for (index, inspection) in findings.enumerated() {
      var dice = Dice(seed, .finding, index)
      let day = Int(inspection.day)
      var life = Life(index, after: Int(inspection.known))
      life.step(.findingOpened, day, lag: dice.below(10), in: &schedule)
      life.step(.findingNotified, day + 5, lag: dice.below(5), in: &schedule)
      let answered = day + dice.within(8...40)
      if dice.happens(9_000) {
        life.step(.findingAnswered, answered, lag: dice.below(20), in: &schedule)
      }
      let settled = answered + dice.within(5...60)
      switch dice.choose([60, 18, 15, 7]) {
      case 0: life.step(.findingRectified, settled, lag: dice.below(10), in: &schedule)
      case 1:
        life.step(.findingUpheld, settled, in: &schedule)
        if dice.happens(6_000) {
          life.step(.findingSanctioned, settled + dice.within(10...40), in: &schedule)
        }
      case 2: life.step(.findingDismissed, settled, in: &schedule)
      default: break
      }
    }
  }

  mutating func planDisputes() {
    for (index, complaint) in disputes.enumerated() {
      var dice = Dice(seed, .dispute, index)
      let day = Int(complaint.day) + dice.within(1...15)
      var life = Life(index, after: Int(complaint.known))
      life.step(.disputeRaised, day, lag: Shapes.lag(&dice) % 30, in: &schedule)
      life.note(.evidenceReceived, day + dice.within(2...15), &dice, in: &schedule)
      life.step(.disputeDecided, day + dice.within(20...60), in: &schedule)
    }
  }

  // MARK: - Findings

  /// Rules that inspectors look at on the spot.
  private static let inspectedRules = ["R07", "R08", "R12", "R16"]

  private func rule(_ finding: Int) -> String {
    City.inspectedRules[finding % City.inspectedRules.count]
  }

  private func subject(_ finding: Int) -> StreamKey {
    StreamKey(.placement, Int(findings[finding].placement))
  }

  /// A finding's stream is its rule and its subject.
  func findingName(_ index: Int) -> String {
    Finding.stream(rule: rule(index), subjects: [name(subject(index))]).text
  }

  func findingNaming(_ event: PlannedEvent) -> Naming {
    let subject = subject(event.index)
    var after: [Named] = []
    switch event.fact {
    case .findingNotified:
      after = [Named("organisation", .organisation, Int(internships[subject.index].host))]
    case .findingSanctioned:
      after = [Named("authority", .organisation, size.firstGovernmentBody)]
    default: break
    }
    return Naming(before: [Named("subject", .placement, subject.index)], after: after)
  }

  func findingPayload(_ event: PlannedEvent) -> [UInt8] {
    let subject = subject(event.index)
    switch event.fact {
    case .findingOpened:
      return encoded(
        PBFindingOpened.with {
          $0.rule = rule(event.index)
          $0.subjects = [text(subject)]
          $0.severity = .breach
          $0.reason = "seen at an inspection"
        })
    case .findingNotified:
      return encoded(
        PBFindingNotified.with {
          $0.organisation = organisation(Int(internships[subject.index].host))
        })
    case .findingAnswered:
      return encoded(PBFindingAnswered.with { $0.answer = "it was an exception" })
    case .findingRectified:
      return encoded(PBFindingRectified.with { $0.measures = "it was put right" })
    case .findingUpheld: return encoded(PBFindingUpheld.with { $0.reason = "it stands" })
    case .findingSanctioned:
      return encoded(
        PBFindingSanctioned.with {
          $0.by = organisation(size.firstGovernmentBody)
          $0.sanction = "a fine"
          $0.fine = 1_000_000
        })
    default: return encoded(PBFindingDismissed.with { $0.reason = "not confirmed on the spot" })
    }
  }

  // MARK: - Disputes

  func disputeNaming(_ event: PlannedEvent) -> Naming {
    let placement = Int(disputes[event.index].placement)
    let student = Int(internships[placement].person)
    switch event.fact {
    case .disputeRaised:
      return Naming(after: [
        Named("claimant", .person, student), Named("disputed", .placement, placement),
      ])
    case .evidenceReceived: return Naming(after: [Named("bringer", .person, student)])
    default: return Naming(after: [Named("decider", .organisation, size.firstGovernmentBody)])
    }
  }

  func disputePayload(_ event: PlannedEvent) -> [UInt8] {
    let placement = Int(disputes[event.index].placement)
    let student = Int(internships[placement].person)
    switch event.fact {
    case .disputeRaised:
      return encoded(
        PBDisputeRaised.with {
          $0.raisedBy = person(student)
          $0.facts = [.with { $0.stream = text(StreamKey(.placement, placement)) }]
          $0.subject = "what happened at work"
        })
    case .evidenceReceived:
      return encoded(
        PBDisputeEvidenceReceived.with {
          $0.from = person(student)
          $0.sha256 = documentDigest(.dispute, event.index)
        })
    default:
      return encoded(
        PBDisputeDecided.with {
          $0.verdict = .uphold
          $0.decidedBy = organisation(size.firstGovernmentBody)
          $0.reason = "the record is right"
        })
    }
  }
}
