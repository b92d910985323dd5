public import Deciding
public import EventModel

/// A class that a school trains to an enterprise's order.
public struct OrderClass: LifeCycle {
  /// Where an order class stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It is to be set up.
    case planned
    /// It runs.
    case opened
    /// It ended as planned.
    case completed
    /// It didn't take place, or ended before its time.
    case cancelled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.completed, .cancelled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What kind of class it is.
  public internal(set) var kind: PBOrderClassPlanned.Kind?
  /// Its name.
  public internal(set) var name: String?
  /// The cooperation agreement it rests on.
  public internal(set) var agreement: StreamName?
  /// The alliance that plans it.
  public internal(set) var alliance: StreamName?
  /// The school that teaches it.
  public internal(set) var school: StreamName?
  /// The enterprise that ordered it.
  public internal(set) var enterprise: StreamName?
  /// The major's code.
  public internal(set) var major: String?
  /// How many students are planned; `nil` when nobody says.
  public internal(set) var plannedSize: Int?
  /// Its first day.
  public internal(set) var from: CivilDate?
  /// Its last day.
  public internal(set) var to: CivilDate?
  /// When it was planned.
  public internal(set) var planned: Moment
  /// When it was opened.
  public internal(set) var opened: Moment?
  /// When it was completed or cancelled.
  public internal(set) var ended: Moment?
  /// Whether school and enterprise have agreed what is taught.
  public internal(set) var hasCurriculum = false
  /// The digest of the curriculum's text.
  public internal(set) var curriculum: String?
  /// The students who entered it.
  public internal(set) var students: [StreamName: Student] = [:]
  /// Who looks after the students, by side.
  public internal(set) var mentors: [PBClassMentorAssigned.Side: Set<StreamName>] = [:]

  /// A student's time in the class.
  public struct Student: Hashable, Sendable {
    /// The student's enrolment at the school.
    public internal(set) var enrolment: StreamName?
    /// When the student entered.
    public internal(set) var entered: Moment
    /// When the student left before the class was completed; `nil` otherwise.
    public internal(set) var left: Moment?
    /// Why the student left.
    public internal(set) var reason: PBClassStudentLeft.Reason?
  }

  /// Those who are in it, or were when it was completed.
  public var members: [StreamName] {
    students.filter { $0.value.left == nil }.keys.sorted()
  }

  /// Those who completed it.
  public var graduates: [StreamName] { phase == .completed ? members : [] }

  /// Whether students are in it.
  public var isOpen: Bool { phase == .planned || phase == .opened }

  /// It holds its students while it runs.
  static let holdsCodes = true

  /// One code for each student in it; a second class of a student is reviewed.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    state.isOpen ? state.places : []
  }

  // Kept up as students come and go: every decision asks for them several times.
  private var places: Set<CodeKey> = []
}

extension OrderClass {
  /// The steps of an order class's life after it was planned.
  enum Step {
    static let open = Transition<OrderClass>(from: [.planned], to: .opened, "opening it")
    static let prepare = Transition<OrderClass>(from: [.planned, .opened])
    static let complete = Transition<OrderClass>(from: [.opened], to: .completed, "completing it")
    static let cancel = Transition<OrderClass>(
      from: [.planned, .opened], to: .cancelled, "cancelling it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout OrderClass?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .planned(let fact) = payload else { return }
    state = OrderClass(planned: event.occurred)
    state?.kind = fact.hasKind ? fact.kind : nil
    state?.name = fact.hasName ? fact.name : nil
    state?.agreement = StreamName(field: fact.agreement)
    state?.alliance = StreamName(field: fact.alliance)
    state?.school = StreamName(field: fact.school)
    state?.enterprise = StreamName(field: fact.enterprise)
    state?.major = fact.hasMajor ? fact.major : nil
    state?.plannedSize = fact.hasPlannedSize ? Int(fact.plannedSize) : nil
    state?.from = CivilDate(field: fact.from)
  }

  private init(planned: Moment) {
    phase = .planned
    self.planned = planned
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .planned: passOver(event)
    case .opened(let fact):
      opened = takeOnce(Step.open, event, at: opened, until: ended)
      if isPassedOver(event) { return }
      if let stream = StreamName(field: fact.agreement) { agreement = stream }
      if let day = CivilDate(field: fact.from) { from = day }
      if let day = CivilDate(field: fact.to) { to = day }
    case .curriculumAgreed(let fact):
      take(Step.prepare, event)
      hasCurriculum = true
      if fact.hasDocumentSha256 { curriculum = fact.documentSha256 }
    case .studentEnrolled(let fact):
      guard take(Step.prepare, event, until: ended) else { return }
      guard let student = StreamName(field: fact.student) else { return }
      let known = students[student].flatMap { $0.left == nil ? $0 : nil }
      students[student] = Student(
        enrolment: StreamName(field: fact.enrolment) ?? known?.enrolment,
        entered: (known?.entered).told(event.occurred))
      if let place = Self.place(of: student) { places.insert(place) }
    case .studentLeft(let fact):
      guard take(Step.prepare, event, until: ended) else { return }
      guard let student = StreamName(field: fact.student) else { return }
      let left = students[student]?.left.told(event.occurred)
      students[student]?.left = left
      if fact.hasReason { students[student]?.reason = fact.reason }
      if let place = Self.place(of: student) { places.remove(place) }
    case .mentorAssigned(let fact):
      take(Step.prepare, event)
      if let mentor = StreamName(field: fact.mentor) {
        mentors[fact.side, default: []].insert(mentor)
      }
    case .completed:
      ended = end(Step.complete, event, at: ended)
    case .cancelled:
      ended = end(Step.cancel, event, at: ended)
    }
  }
}

extension OrderClass {
  private static func place(of student: StreamName) -> CodeKey? {
    CodeKey(CodeKey.classCategory, student.id, onConflict: .review(.oneOrderClass))
  }
}

extension PBOrderClassPlanned.Kind {
  /// Whether the law asks for a training agreement.
  var isApprenticeship: Bool {
    self == .modernApprenticeship || self == .newApprenticeship
  }
}
