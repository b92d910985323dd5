internal import Deciding
internal import EventModel

extension InternshipAgreement: PostInternship {
  /// A post internship that somebody agreed on, or means to.
  var isPostInternship: Bool { kind == .post && phase != .annulled }

  /// As agreed on, until another agreement took its place.
  func days(in zone: LogZone) -> InternshipDays? {
    guard isPostInternship else { return nil }
    return InternshipDays(
      at: host, from: from,
      end: superseded.map { InternshipDays.End($0, agreed: to, in: zone) }
        ?? InternshipDays.End(on: to))
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

  /// Whether it was drawn up to take another's place, or took it.
  ///
  /// At one host both are one internship, whose agreement is drawn up anew. At another host the days
  /// of both are compared once it is complete, for then the other is superseded.
  /// One that was annulled before it was complete took no place.
  func takesPlace(of other: Self, _ names: (own: StreamName, other: StreamName)) -> Bool {
    if supersedes == names.other, phase != .annulled {
      return host == other.host || phase == .prepared
    }
    return other.successor == names.own && host == other.host
  }

  /// It is one of its student's internships, whose days may not overlap.
  static let holdsCodes = true

  /// Its student's internships.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    internshipCodes(of: state)
  }
}
