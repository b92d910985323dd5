internal import Deciding
internal import EventModel

extension Rule {
  /// P06: what must be kept is not erased, but stored only.
  static let legalHold = Rule(
    number: "P06",
    sentence:
      "Data are deleted when the person asks for it or their purpose has ended, but not while "
      + "the law wants them kept: then they are stored and protected, nothing else.",
    source:
      "Personal Information Protection Law, Art. 45 to 47 and 50; Archives Law (2020), Art. 21 "
      + "(P10)",
    isVerified: true, scope: Scope(validFrom: day("2021-11-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges erasures, and promises of one, by the legal holds.
enum LegalHolds {
  /// What the law says, and where it was not in force yet that a hold is one all the same: an
  /// erasure that is told of an earlier day destroys what is held today.
  static func judge(
    _ stream: StreamName, breach: String?, on occurred: Moment, in zone: LogZone
  ) -> [Judgement] {
    let isLaw = Rule.legalHold.holds(on: occurred, in: zone)
    return [
      Judgement(.legalHold, in: stream, breach: isLaw ? breach : nil),
      Judgement(.heldData, in: stream, breach: isLaw ? nil : breach),
    ]
  }
}

extension LegalHolds {
  /// What it takes to know whether something of a person is held.
  static func reads(
    of person: StreamName, for fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    Readings(try records(of: person, for: fact, context).map(Reading.stream))
  }

  /// Why nothing of a person may be erased, or promised to be: a legal hold that has neither been lifted
  /// nor expired, in whichever of these records.
  ///
  /// - Precondition: what ``reads(of:for:_:)`` names is loaded.
  static func breach(
    of person: StreamName, for fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    let day = fact.occurred.lastDay(in: context.zone)
    for record in try records(of: person, for: fact, context) {
      let history = context.history(of: record)
      let known =
        // Its own stream is as it was at its place.
        fact.id == nil || record == fact.stream
        ? try history.state(Person.self) : try history.state(Person.self, asOf: fact.occurred)
      if let breach = known?.hold(on: day, record) { return breach }
    }
    return nil
  }

  /// A person's record and those that stand for it: by now, since what is proposed destroys what is held
  /// today, whatever day it tells; of what is judged again, by then.
  private static func records(
    of person: StreamName, for fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    fact.id == nil
      ? [person] + (try context.survivors(of: person))
      : try RestrictedProcessing.records(of: person, on: fact.occurred, context)
  }
}

extension Rejudging {
  /// P06, HELD: what is held, in whichever record.
  static let legalHold = Rejudging(
    [
      PBLegalHoldPlaced.eventType, PBLegalHoldLifted.eventType, PBPersonMerged.eventType,
      PBPersonUnmerged.eventType,
    ],
    judgeAgain: [PBPersonalDataErased.eventType, PBPrivacyRequestDecided.eventType],
    byMoment: true)
}

extension Rejudging.Demand {
  /// P06, HELD: an erasure in the very stream that is told to have been merged by then.
  static let heldRecord = Rejudging.Demand(
    [PBPersonMerged.eventType, PBPersonUnmerged.eventType], of: Person.category,
    [PBPersonalDataErased.eventType])
}

extension Person {
  /// Why nothing of the person is erased on a day: the first legal hold that has neither been lifted
  /// nor expired.
  func hold(on day: CivilDate, _ stream: StreamName) -> String? {
    guard let hold = holds.values.filter({ $0.isInForce(on: day) }).min(by: { $0.key < $1.key })
    else { return nil }
    let end = hold.until.map { " until \($0)" } ?? ""
    return "\(stream) is under the legal hold \(hold.key)\(end)"
  }
}
