public import EventModel

/// A question about what is recorded, that a row's references lead to.
public enum LookUp: Hashable, Sendable {
  /// Which organisation holds a credit code?
  case creditCode(String)
  /// Which organisation holds a school code?
  case schoolCode(String)
  /// Which organisation has a name, or had it?
  case organisationName(String)
  /// Which person was registered with an ID number? The name is that of the row: who asks for one
  /// organisation finds persons that it doesn't know by both alone.
  case idNumber(String, name: String? = nil)
  /// Which person was enrolled at a school under a student number?
  case studentNumber(String, school: StreamName)
  /// Which is the full-time enrolment of a person?
  case enrolment(of: StreamName)
  /// Is there such a stream?
  case stream(StreamName)
  /// Is somebody who a row says that they are? Found where nothing speaks against it.
  case particulars(PersonParticulars, of: StreamName)
}

/// What is known of a look-up.
public enum LookUpAnswer: Hashable, Sendable {
  /// The stream.
  case found(StreamName)
  /// There is more than one.
  case several([StreamName])
  /// There is none.
  case notFound
  /// It can't be asked here: one sentence why, and what to do instead.
  case impossible(String)
}

extension LookUp {
  /// A name as those of organisations are compared: it doesn't matter how wide its brackets, digits and
  /// letters are written.
  public static func folded(organisationName name: String) -> String {
    CellText.trimmed(CellText.halfWidth(name))
  }
}
