public import Deciding
public import EventModel

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

/// The days that a student spends at a post, as far as they are known.
struct InternshipDays: Hashable {
  /// Where.
  let host: StreamName?
  /// The first day, the latest it may have been.
  let from: CivilDate
  /// The last day, the earliest it may have been; `nil` when it is not known.
  let to: CivilDate?

  /// Days that are known to have begun.
  ///
  /// - Returns: `nil` where the first day is unknown, or where it ended before it began.
  init?(at host: StreamName?, from: CivilDate?, to: CivilDate?) {
    guard let from else { return nil }
    if let to, to < from { return nil }
    self.host = host
    self.from = from
    self.to = to
  }

  /// Whether it is the same internship once more.
  func isSame(as other: Self) -> Bool { host != nil && to != nil && self == other }

  /// What the rule says of these and others of one student.
  func verdict(beside other: Self, _ names: (own: StreamName, other: StreamName))
    -> Judgement.Verdict
  {
    let both = "\(min(names.own, names.other)) and \(max(names.own, names.other))"
    if from == other.from {
      // One of a single day ends when the other begins.
      if to == from || other.to == from { return .kept }
      return .broken("\(both) both began by \(from)")
    }
    let (earlier, name, later) =
      from < other.from ? (self, names.own, other) : (other, names.other, self)
    guard let end = earlier.to else {
      return .notAssessable("when \(name) ended is not known, and another began by \(later.from)")
    }
    return end > later.from
      ? .broken("\(both) overlap from \(later.from) to \(later.to.map { min($0, end) } ?? end)")
      : .kept
  }
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
    guard tellsDays(event.payload), let code = try code(event, context) else { return [] }
    guard context.isLoaded(code) else { return [.stream(code)] }
    return Readings(try others(code, event.stream, context).map(Reading.stream)).union([
      .stream(code)
    ])
  }

  /// What the rules say of it beside each of the student's other internships.
  ///
  /// By all that is known of both: an end that is told later moves the days. Those that were taken
  /// back are named too, so that a finding which rests on them goes.
  static func judgeDays(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard tellsDays(event.payload), let code = try code(event, context), context.isLoaded(code)
    else { return [] }
    let others = try others(code, event.stream, context)
    if others.isEmpty { return [] }
    let own = try known(with: event, context)?.days(in: context.zone)
    var judgements: [Judgement] = []
    for other in others {
      let subjects = [event.stream, other].sorted()
      let days = try context.ground(other).state(Self.self)?.days(in: context.zone)
      guard let own, let days else {
        judgements += Rule.internshipDays.map { Judgement($0, subjects: subjects, .kept) }
        continue
      }
      let isSame = own.isSame(as: days)
      judgements.append(
        Judgement(
          .sameInternship, subjects: subjects,
          isSame ? .broken("\(subjects[0]) and \(subjects[1]) are one internship") : .kept))
      judgements.append(
        Judgement(
          .oneInternship, subjects: subjects,
          isSame ? .kept : own.verdict(beside: days, (event.stream, other))))
    }
    return judgements
  }

  /// What a stream adds up to with an event, all that is known of it taken in.
  private static func known(
    with event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Self? {
    let history = context.history(of: event.stream)
    guard event.fact.id == nil else { return try history.state(Self.self) }
    let fact = DecidedEvent(
      event.fact.type, to: event.stream, schemaVersion: event.fact.schemaVersion,
      payload: event.fact.payload)
    return try history.adding([fact], context).state(Self.self)
  }

  /// The claims of the student of an event.
  private static func code(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> StreamName? {
    var student = student(of: event.payload)
    if student == nil { student = try context.state(Self.self, event.stream)?.student }
    guard let student else { return nil }
    return CodeKey(CodeKey.internshipCategory, student.id, onConflict: .none)?.stream
  }

  private static func others(
    _ code: StreamName, _ own: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    let holders = try context.state(CodeHolders.self, code)?.everHolders ?? []
    return holders.filter { $0.isOf(category) && $0 != own }
  }
}

extension Placement: PostInternship {
  /// A post internship at which the student was seen, or will be.
  var isPostInternship: Bool { parties.kind == .post && phase != .noShow }

  /// From the start to the end, as planned where they are not told.
  func days(in zone: LogZone) -> InternshipDays? {
    guard isPostInternship else { return nil }
    return InternshipDays(
      at: host, from: started.map { $0.lastDay(in: zone) } ?? plannedFrom,
      to: ended.map { zone.civilDate(at: $0.earliest(in: zone)) } ?? plannedTo)
  }

  /// An arrangement and a start.
  static func tellsDays(_ payload: Event) -> Bool {
    switch payload {
    case .arranged(let fact): fact.parties.kind == .post
    case .started(let fact): fact.parties.kind == .post
    default: false
    }
  }

  /// The student of an arrangement and a start.
  static func student(of payload: Event) -> StreamName? {
    switch payload {
    case .arranged(let fact): StreamName(field: fact.parties.student)
    case .started(let fact): StreamName(field: fact.parties.student)
    default: nil
    }
  }

  /// It is one of its student's internships, whose days may not overlap.
  public static let holdsCodes = true

  /// Its student's internships.
  public static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    internshipCodes(of: state)
  }

  /// One post internship at a time.
  public static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try judgeDays(event, context) }
}

extension InternshipAgreement: PostInternship {
  /// A post internship that somebody agreed on, or means to.
  var isPostInternship: Bool { kind == .post && phase != .annulled }

  /// As agreed on, until another agreement took its place.
  func days(in zone: LogZone) -> InternshipDays? {
    guard isPostInternship else { return nil }
    var last = to
    if let superseded {
      let day = zone.civilDate(at: superseded.earliest(in: zone))
      last = last.map { min($0, day) } ?? day
    }
    return InternshipDays(at: host, from: from, to: last)
  }

  /// A text, signed or not, and an amendment of the days.
  static func tellsDays(_ payload: Event) -> Bool {
    switch payload {
    case .prepared(let fact), .reportedSigned(let fact): fact.kind == .post
    case .amended(let fact): fact.terms.hasFrom || fact.terms.hasTo || fact.hasHost
    default: false
    }
  }

  /// The student of a text.
  static func student(of payload: Event) -> StreamName? {
    switch payload {
    case .prepared(let fact), .reportedSigned(let fact): StreamName(field: fact.student)
    default: nil
    }
  }

  /// It is one of its student's internships, whose days may not overlap.
  public static let holdsCodes = true

  /// Its student's internships.
  public static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    internshipCodes(of: state)
  }

  /// One post internship at a time.
  public static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try judgeDays(event, context) }
}
