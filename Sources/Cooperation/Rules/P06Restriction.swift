internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension Rule {
  /// P06-RESTRICTED: what is only stored is not used.
  static let restrictedProcessing = Rule(
    number: "P06-RESTRICTED",
    sentence:
      "Data of somebody whose processing is restricted, in whichever record of theirs, are stored and "
      + "protected: nothing is added to them, disclosed or recommended, but for what the person says or "
      + "asks for and what corrects them.",
    source: "Personal Information Protection Law, Art. 47", isVerified: true,
    scope: Scope(validFrom: day("2021-11-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges what is done with the data of somebody whose processing is restricted.
///
/// Who was merged into another is restricted with that one; the other way round, what restricts the
/// absorbed record is written into the survivor's, whose stream doesn't name the absorbed one.
enum RestrictedProcessing {
  /// The types of event that bring a part of somebody else than their stream's person, and are not
  /// always the person's own word: judged again when a restriction or a merger is told late.
  static let uses: [EventType] = [
    PBRecommendationGiven.eventType, PBDataDisclosed.eventType,
    PBStudentEnrolled.eventType, PBKeyGroupConfirmed.eventType, PBContactAppointed.eventType,
    PBInsuranceAttached.eventType, PBPaymentRecorded.eventType, PBIncidentReported.eventType,
    PBAssessmentRecorded.eventType, PBTrainingCertificateIssued.eventType,
    PBAssistanceOpened.eventType, PBAssistanceDiagnosisRecorded.eventType,
    PBAssistanceGuidanceGiven.eventType, PBAssistanceSubsidyGuided.eventType,
    PBGraduateInvited.eventType, PBEmploymentEnteredIntoForce.eventType,
    PBOutcomeDeclared.eventType, PBOutcomeRevised.eventType,
  ]

  /// What the person says of their own accord, whatever it holds.
  private static let ownWords: Set<EventType> = [
    PBStudentComplained.eventType, PBOutcomeGraduateContested.eventType,
    PBDisputeRaised.eventType, PBApplicationSubmitted.eventType,
  ]

  /// Whether a fact is what the person whose part it brings says or asks for.
  private static func isOwnWord(_ fact: some EncodedPayload, in stream: StreamName) -> Bool {
    if ownWords.contains(fact.type) || stream.isOf(PrivacyRequest.category) { return true }
    guard fact.type == PBAssessmentRecorded.eventType || fact.type == PBIncidentReported.eventType
    else { return false }
    return switch try? Placement.payloads.decode(fact) {
    case .assessmentRecorded(let assessment)?: assessment.assessor == .student
    case .incidentReported(let incident)?: incident.reportedBy == .student
    default: false
    }
  }

  // MARK: - Parts

  /// What judging an event's parts needs to see.
  ///
  /// - Precondition: the streams of the parts' subjects are loaded.
  static func reads(
    parts event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    try reads(used(by: event), on: context.occurred, context)
  }

  /// What the rule says of an event with personal parts: in the streams of the person and of what the
  /// person asks for, of the person's own words and of a correction, nothing.
  ///
  /// - Precondition: what ``reads(parts:_:)`` names is loaded.
  static func judge(
    parts event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let used = used(by: event)
    return try used.isEmpty ? [] : [judge(event.stream, uses: used, on: context.occurred, context)]
  }

  /// What judging a recorded fact's parts again needs to see.
  static func reads(
    parts fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    try reads(used(by: fact), on: fact.occurred, context)
  }

  /// What the rule says of a recorded fact, by what it says now: nothing where it brought no parts.
  ///
  /// What a correction brought counts for nothing: it is free to.
  /// - Precondition: what ``reads(parts:_:)`` names is loaded.
  static func judge(
    parts fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if fact.subjects.allSatisfy({ $0 == fact.stream }) { return [] }
    return [try judge(fact.stream, uses: used(by: fact), on: fact.occurred, context)]
  }

  private static func used(by event: DecidedEvent) -> [StreamName] {
    if event.personal.isEmpty || event.corrects != nil { return [] }
    return isOwnWord(event, in: event.stream)
      ? [] : event.personal.map(\.subject).filter { $0 != event.stream }
  }

  private static func used(by fact: JudgedFact) -> [StreamName] {
    if fact.subjects.isEmpty || isOwnWord(fact, in: fact.stream) { return [] }
    return fact.subjects.filter { $0 != fact.stream }
  }

  // MARK: - Persons

  /// What judging the use of what is known of some persons needs to see: their streams, and those of
  /// whom they were merged into by then.
  static func reads(
    _ persons: [StreamName], on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    var readings: Readings = []
    for person in persons {
      for record in try records(of: person, on: occurred, context) {
        readings.insert(.stream(record))
      }
    }
    return readings
  }

  /// What the rule says of a fact that uses what is known of some persons.
  ///
  /// - Precondition: what ``reads(_:on:_:)`` names is loaded.
  static func judge(
    _ stream: StreamName, uses persons: [StreamName], on occurred: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var stored: StreamName?
    if Rule.restrictedProcessing.holds(on: occurred, in: context.zone) {
      for person in Set(persons).sorted() where stored == nil {
        for record in try records(of: person, on: occurred, context) where stored == nil {
          let known = try context.history(of: record).state(Person.self, asOf: occurred)
          if known?.isRestricted == true { stored = person }
        }
      }
    }
    return Judgement(
      .restrictedProcessing, in: stream, blaming: stored.map { .entity($0) },
      breach: stored.map { "data of \($0) are only stored" })
  }

  /// A person's record and those that it was merged into by a moment, one after the other, up to the
  /// first that is not loaded.
  static func records(
    of person: StreamName, on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    var records = [person]
    while let last = records.last, context.isLoaded(last),
      let next = try context.history(of: last).state(Person.self, asOf: occurred)?.mergedInto,
      !records.contains(next)
    {
      records.append(next)
    }
    return records
  }
}

extension Rejudging {
  /// P06: whose data are only stored, in whichever record of theirs.
  static let restrictedProcessing = Rejudging(
    [PBProcessingRestricted.eventType, PBPersonMerged.eventType, PBPersonUnmerged.eventType],
    judgeAgain: RestrictedProcessing.uses, byMoment: true)
}
