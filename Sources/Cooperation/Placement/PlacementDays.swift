internal import Deciding
internal import EventModel

extension Placement: PostInternship {
  /// A post internship at which the student was seen, or will be.
  var isPostInternship: Bool { parties.kind == .post && phase != .noShow }

  /// From the start to the end, as planned where they are not told.
  func days(in zone: LogZone) -> InternshipDays? {
    guard isPostInternship else { return nil }
    return InternshipDays(
      at: host, from: started.map { $0.lastDay(in: zone) } ?? plannedFrom,
      isFromExact: started.map { $0.precision >= .day && !$0.notLaterThan } ?? true,
      end: ended.map { InternshipDays.End($0, in: zone) } ?? InternshipDays.End(on: plannedTo))
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

  /// Two placements are two.
  func takesPlace(of other: Self, _ names: (own: StreamName, other: StreamName)) -> Bool { false }

  /// It is one of its student's internships, whose days may not overlap.
  static let holdsCodes = true

  /// Its student's internships.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    internshipCodes(of: state)
  }
}
