internal import Deciding
internal import EventModel

extension Rule {
  /// INTERNSHIP-OVERLAP: one post internship at a time.
  ///
  /// A finding, never a refusal: where a student really is on two days at two posts, it did happen.
  public static let oneInternship = Rule(
    number: "INTERNSHIP-OVERLAP",
    sentence:
      "A student does one post internship at a time: two of them share at most the day on which "
      + "one ends and the other begins.",
    source: "Concord's model of cooperation", isVerified: true,
    scope: Scope(internshipKinds: [.post]), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// INTERNSHIP-TWICE: one host, the same days, once.
  public static let sameInternship = Rule(
    number: "INTERNSHIP-TWICE",
    sentence: "A student's post internship at one host is recorded once for the same days.",
    source: "Concord's model of cooperation", isVerified: true,
    scope: Scope(internshipKinds: [.post]), whenDecided: .reject, whenReported: .finding(.breach))

  /// Both.
  static let internshipDays: [Rule] = [.oneInternship, .sameInternship]
}

/// An agreement or a placement, of which a student has one at a time.
protocol PostInternship: LifeCycle {
  /// The student.
  var student: StreamName? { get }
  /// Its days, if it is a post internship that there was.
  func days(in zone: LogZone) -> InternshipDays?
  /// Whether an event may say when it is.
  static func tellsDays(_ payload: Event) -> Bool
  /// The student that an event names itself.
  static func student(of payload: Event) -> StreamName?
  /// Whether it takes part: a post internship that was not taken back.
  var isPostInternship: Bool { get }
  /// Whether it takes another's place, so that the two are not beside each other.
  func takesPlace(of other: Self, _ names: (own: StreamName, other: StreamName)) -> Bool
}

extension PostInternship {
  /// What it holds of its student; any number may.
  static func internshipCodes(of state: Self) -> Set<CodeKey> {
    guard state.isPostInternship, let student = state.student,
      let key = CodeKey(CodeKey.internshipCategory, student.id, onConflict: .none)
    else { return [] }
    return [key]
  }

  /// The student's other internships: the claims first, then those who claimed.
  static func readsToJudgeDays(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    if event.fact.corrects != nil { return [] }
    var readings: Readings = []
    for one in try others(event, context) {
      readings.insert(.stream(one.student))
      readings.formUnion(try one.entities.reads(context))
    }
    return readings
  }

  /// What the rules say of it beside each of the student's other internships, once for each pair.
  ///
  /// By all that is known of both: an end that is told later moves the days. Those that were taken
  /// back, or were corrected to another student, are named too, so that a finding which rests on them
  /// goes.
  static func judgeDays(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let groups = try others(event, context)
    if groups.isEmpty { return [] }
    let own = try known(with: event, context)
    var limit = Judgement.Verdict.kept
    var known: [(streams: [StreamName], areBeside: Bool)] = []
    var present: [StreamName: Self] = [:]
    for (student, entities) in groups {
      let all = try entities.all(context)
      if let own, own.isPostInternship, try entities.areTooMany(context) {
        limit = .notAssessable("more than \(all.count) others may be internships of its student")
      }
      var areBeside = false
      if let other = own?.student { areBeside = try context.isOnePerson(other, student) }
      known.append((all.map(\.stream), areBeside))
      for case (let stream, let entity?) in all where areBeside { present[stream] = entity }
    }
    let inItsPlace = own.map { successions(of: $0, event.stream, present) } ?? []
    var pairs: [StreamName: [Judgement]] = [:]
    for (streams, areBeside) in known {
      for name in streams {
        let names = (own: event.stream, other: name)
        if areBeside, let own, let other = present[name] {
          pairs[name] =
            inItsPlace.contains(name)
            ? verdicts(names, same: .kept, overlap: .kept)
            : judge(own, beside: other, names, in: context.zone)
        } else if pairs[name] == nil {
          // Of two students that it named, the other's may be this one's now: that counts.
          pairs[name] = verdicts(names, same: .kept, overlap: .kept)
        }
      }
    }
    return pairs.sorted { $0.key < $1.key }.flatMap(\.value)
      + [Judgement(.oneInternship, subjects: [event.stream], limit)]
  }

  /// Those whose place one takes or that take its place, and so on from each of them.
  ///
  /// - Complexity: O(found × others)
  private static func successions(
    of own: Self, _ name: StreamName, _ others: [StreamName: Self]
  ) -> Set<StreamName> {
    func reached(_ leads: (Self, Self, (own: StreamName, other: StreamName)) -> Bool)
      -> Set<StreamName>
    {
      var found: Set<StreamName> = []
      var open = [(name, own)]
      while let (from, one) = open.popLast() {
        for (to, other) in others where !found.contains(to) && leads(one, other, (from, to)) {
          found.insert(to)
          open.append((to, other))
        }
      }
      return found
    }
    return reached { one, other, names in one.takesPlace(of: other, names) }
      .union(
        reached { one, other, names in
          other.takesPlace(of: one, (own: names.other, other: names.own))
        })
  }

  private static func judge(
    _ own: Self, beside other: Self, _ names: (own: StreamName, other: StreamName),
    in zone: LogZone
  ) -> [Judgement] {
    guard let days = own.days(in: zone), let others = other.days(in: zone) else {
      return verdicts(names, same: .kept, overlap: .kept)
    }
    if days.isSame(as: others) {
      let (first, second) = (min(names.own, names.other), max(names.own, names.other))
      return verdicts(
        names, same: .broken("\(first) and \(second) are one internship"), overlap: .kept)
    }
    return verdicts(names, same: .kept, overlap: days.verdict(beside: others, names))
  }

  private static func verdicts(
    _ names: (own: StreamName, other: StreamName), same: Judgement.Verdict,
    overlap: Judgement.Verdict
  ) -> [Judgement] {
    let subjects = [names.own, names.other].sorted()
    return [
      Judgement(.sameInternship, subjects: subjects, blaming: .entity(names.other), same),
      Judgement(.oneInternship, subjects: subjects, overlap),
    ]
  }

  /// The other internships of the student of an event, of the records that stand for the student's or once
  /// did, and of those whom it named before it was corrected: what was found beside theirs has to be named
  /// once more to go.
  ///
  /// Those of a record that was merged into the student's are found from there: its stream names this one.
  private static func others(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [(student: StreamName, entities: OwnedEntities<Self>)] {
    let versions = try versions(of: event, context)
    // Also where it tells none any more: a finding beside another's days has to be named to go.
    guard versions.contains(where: tellsDays) else { return [] }
    var students = Set(versions.compactMap(student(of:)))
    var student = student(of: event.payload)
    if student == nil { student = try context.state(Self.self, event.stream)?.student }
    if let student { students.insert(student) }
    for student in students { students.formUnion(try context.everSurvivors(of: student)) }
    var groups: [(student: StreamName, entities: OwnedEntities<Self>)] = []
    let limit = max(1, ComparingLimits.entitiesOfOneOwner / max(1, students.count))
    for student in students.sorted() {
      let entities = OwnedEntities<Self>(
        of: student, in: CodeKey.internshipCategory, besides: event.stream, limit: limit
      ) { $0.student }
      if let entities { groups.append((student, entities)) }
    }
    return groups
  }

  /// What a fact says, as it is judged, as it was recorded and as it was corrected.
  ///
  /// - Throws: ``Rejection`` with code `newerConcord` where a version can't be understood, though it
  ///   was corrected since: what was found beside its student's could not be named.
  private static func versions(
    of event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Event] {
    var versions = [event.payload]
    guard let id = event.fact.id else { return versions }
    let recorded = context.history(of: event.stream).recorded.filter {
      $0.event.id == id || $0.event.corrects == id
    }
    guard recorded.count > 1 else { return versions }
    for version in recorded {
      versions.append(try JudgedFact(version).decoded(Self.self).payload)
    }
    return versions
  }
}

extension LifeCycle {
  /// What a stream adds up to with an event, all that is known of it taken in.
  static func known(
    with event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Self? {
    let history = context.history(of: event.stream)
    guard event.fact.id == nil else { return try history.state(Self.self) }
    let fact = DecidedEvent(
      event.fact.type, to: event.stream, schemaVersion: event.fact.schemaVersion,
      payload: event.fact.payload)
    return try history.adding([fact], context).state(Self.self)
  }
}

extension Rejudging.Demand {
  /// INTERNSHIP-OVERLAP: days that the end of a placement moves.
  static let placementDays = Rejudging.Demand(
    [
      PBPlacementCompleted.eventType, PBPlacementEndedEarly.eventType,
      PBPlacementNoShow.eventType,
    ],
    of: Placement.category, [PBPlacementArranged.eventType, PBPlacementStarted.eventType])

  /// INTERNSHIP-OVERLAP: days that a later text moves.
  static let agreedDays = Rejudging.Demand(
    [
      PBInternshipAgreementAmended.eventType, PBInternshipAgreementAnnulled.eventType,
      PBInternshipAgreementSuperseded.eventType,
    ],
    of: InternshipAgreement.category,
    [
      InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
      PBInternshipAgreementAmended.eventType,
    ])
}
