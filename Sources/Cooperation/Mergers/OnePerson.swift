internal import Deciding
public import EventModel

// Records of one person. A merger of records counts from the start, however late it is told: what names one
// of them may rest on another.

extension DecisionContext {
  /// What it takes to know whether two records are one person's; nothing where they are one record.
  func onePersonReads(_ one: StreamName, _ other: StreamName) throws(Rejection) -> Readings {
    if one == other { return [] }
    return Readings(
      ([one, other] + (try survivors(of: one)) + (try survivors(of: other))).map(Reading.stream))
  }

  /// Whether two records are one person's, by all that is known.
  ///
  /// - Precondition: what ``onePersonReads(_:_:)`` names is loaded.
  func isOnePerson(_ one: StreamName, _ other: StreamName) throws(Rejection) -> Bool {
    if one == other { return true }
    let records = Set([one] + (try survivors(of: one)))
    return !records.isDisjoint(with: [other] + (try survivors(of: other)))
  }

  /// The records that a person's was merged into, one after the other, up to the first that is not
  /// loaded.
  func survivors(of person: StreamName) throws(Rejection) -> [StreamName] {
    var records = [person]
    while let last = records.last, isLoaded(last),
      let next = try state(Person.self, last)?.mergedInto, !records.contains(next)
    {
      records.append(next)
    }
    return Array(records.dropFirst())
  }

  /// Those of some records of a person that lack something and can still be told of it: that aren't erased.
  ///
  /// - Precondition: they are loaded.
  func records(
    _ records: [StreamName], lacking lacks: (Person) -> Bool
  ) throws(Rejection) -> [StreamName] {
    var found: [StreamName] = []
    for record in records {
      guard let person = try state(Person.self, record), !person.isErased, lacks(person) else {
        continue
      }
      found.append(record)
    }
    return found
  }

  /// The records into which a person's was ever told to be merged, and those into which they were, as far
  /// as they are loaded; where it holds no more, too.
  func everSurvivors(of person: StreamName) throws(Rejection) -> Set<StreamName> {
    var found: Set<StreamName> = []
    var open = [person]
    while let next = open.popLast() {
      guard isLoaded(next), found.count < DecidingLimits.chainLinks else { continue }
      for event in history(of: next).recorded where event.event.type == PBPersonMerged.eventType {
        guard case .merged(let merger) = try JudgedFact(event).decoded(Person.self).payload,
          let record = StreamName(field: merger.into), found.insert(record).inserted
        else { continue }
        open.append(record)
      }
    }
    return found.subtracting([person])
  }
}

extension Rejudging {
  /// INTERNSHIP-OVERLAP, INTERNSHIP-TWICE: what tells of days, where a record of its student was merged
  /// into another.
  static let datedInternships: [EventType] = [
    PBPlacementArranged.eventType, PBPlacementStarted.eventType,
    InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
    PBInternshipAgreementAmended.eventType,
  ]

  /// The types of the facts that an event of that type calls into question, where they rest by way of links
  /// on whom events of its stream are about (``student(of:)``); `nil` of most types.
  ///
  /// An internship of somebody is judged beside those of the records that stand for theirs. So what tells
  /// of the days of one asks the internships of the records that were merged into its student's.
  public static func judgedWhereLinked(by trigger: EventType) -> Set<EventType>? {
    movesDays.contains(trigger) ? linkedInternships : nil
  }

  /// The student whose internship an event tells of; `nil` where it names none, or can't be understood.
  ///
  /// Others whom it names, as mentors, have many internships beside them and do none.
  public static func student(of event: RecordedEvent) -> StreamName? {
    student(of: event, Placement.self) ?? student(of: event, InternshipAgreement.self)
  }

  private static func student<A: PostInternship>(
    of event: RecordedEvent, _ aggregate: A.Type
  ) -> StreamName? {
    guard event.stream.isOf(A.category), let known = try? JudgedFact(event).decoded(aggregate)
    else { return nil }
    return A.student(of: known.payload)
  }

  private static let movesDays = Demand.placementDays.triggers
    .union(Demand.agreedDays.triggers).union(datedInternships)
  private static let linkedInternships = Set(datedInternships)

  /// The same, and FITTING-ENROLMENT, FITTING-AGREEMENT, ELIGIBLE: whose an enrolment or an agreement is.
  static let onePerson = Rejudging(
    [PBPersonMerged.eventType, PBPersonUnmerged.eventType],
    judgeAgain: datedInternships + [
      PBClassStudentEnrolled.eventType, PBGraduateInvited.eventType,
      PBEmploymentEnteredIntoForce.eventType, PBAssistanceOpened.eventType,
      PBOutcomeDeclared.eventType, PBApplicationSubmitted.eventType,
    ])
}
