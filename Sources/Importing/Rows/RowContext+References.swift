internal import Cooperation
internal import EventModel

// What a row's cells lead to.

extension RowContext {
  /// The stream of an organisation that a cell names.
  ///
  /// - Returns: `nil` without a cell, and while the answer is not known or is no.
  mutating func organisation(_ cell: OrganisationCell?, _ field: String) -> StreamName? {
    switch cell {
    case nil: return nil
    case .creditCode(let code):
      return found(
        .creditCode(code), field,
        "no organisation holds this credit code; import it first, or name its stream where it is under "
          + "review")
    case .schoolCode(let code):
      return found(
        .schoolCode(code), field,
        "no organisation holds this school code; import it first, or name its stream where it is under "
          + "review")
    case .stream(let stream): return found(.stream(stream), field, Self.unknownOrganisation)
    case .named(let name, let stream):
      // What stands in the stream's name as it is was most likely a number; anything else is a name.
      let lookUps: [LookUp] = [.organisationName(name), .stream(stream)]
      let (first, second) =
        stream.id == CellText.halfWidth(name) ? (lookUps[1], lookUps[0]) : (lookUps[0], lookUps[1])
      let refusal =
        Self.unknownOrganisation
        + (name.contains { "、;；".contains($0) } ? "; one cell names one organisation" : "")
      if case .notFound? = answer(first) { return found(second, field, refusal) }
      return found(first, field, refusal)
    }
  }

  private static var unknownOrganisation: String {
    "no organisation is recorded under this name or number; name it by its credit code, its school "
      + "code, or its stream"
  }

  /// The stream of something that a cell names.
  mutating func known(_ stream: StreamName?, _ field: String) -> StreamName? {
    guard let stream else { return nil }
    return found(.stream(stream), field, "nothing is recorded under this number; import it first")
  }

  /// The stream of a person who is no student.
  ///
  /// - Parameter field: the column of the number or stream.
  mutating func mentor(_ cell: MentorCells, _ field: String) -> StreamName? {
    switch cell.person {
    case nil:
      if cell.name != nil, !hasProblem(with: field) {
        refuse(
          .missing,
          "who it is: an ID number or a person's stream beside the name; leave the name out where no "
            + "mentor is to be recorded",
          field: field + MentorCells.nameSuffix)
      }
      return nil
    case .stream(let stream)?: return known(stream, field)
    case .idNumber(let number)?: return person(withIDNumber: number, called: cell.name, field)
    }
  }

  private mutating func person(
    withIDNumber number: String, called name: String?, _ field: String
  ) -> StreamName? {
    let person = found(
      .idNumber(number, name: name), field,
      "nobody is registered with this ID number" + (name == nil ? "" : " under this name")
        + "; import the person first")
    return checked(person, called: name, "ID number", field: field)
  }

  /// The person whom a row is about.
  ///
  /// - Parameter school: where a student number was given.
  mutating func student(_ cell: StudentCells, at school: StreamName?) -> StreamName? {
    if let person = cell.person { return known(person, "person") }
    if let number = cell.idNumber {
      return person(withIDNumber: number, called: cell.name, "idNumber")
    }
    guard let number = cell.studentNumber else {
      let isTold = ["person", "idNumber", "studentNumber"].contains(where: hasProblem)
      if !isTold {
        refuse(
          .missing, "who it is: an ID number, a student number, or a person's stream",
          field: "idNumber")
      }
      return nil
    }
    guard let school else { return nil }
    let person = found(
      .studentNumber(number, school: school), "studentNumber",
      "the school has no student with this number; import the enrolment first")
    return checked(person, called: cell.name, "student number", field: "studentNumber")
  }

  private mutating func checked(
    _ person: StreamName?, called name: String?, _ number: String, field: String
  ) -> StreamName? {
    if let person, let name {
      check(person, PersonParticulars(name: name), .unknownReference, number, field: field)
    }
    return person
  }

  /// Refuses the row where its number is that of somebody else than it says.
  ///
  /// What is kept of that person is not given away.
  /// - Parameter number: what the number is, for people.
  mutating func check(
    _ person: StreamName, _ told: PersonParticulars, _ code: ImportCode, _ number: String,
    field: String
  ) {
    guard told.name != nil, case .notFound? = answer(.particulars(told, of: person)) else { return }
    refuse(
      code,
      "this \(number) is recorded with another \(told.list): mend the number or the row, or give the "
        + "person's stream", field: field)
  }

  /// The full-time enrolment of a person, where there is one and it can be asked.
  mutating func enrolment(of person: StreamName?) -> StreamName? {
    guard let person, case .found(let stream)? = answer(.enrolment(of: person)) else { return nil }
    return stream
  }

  /// Whoever holds an ID number already; `nil` also where that can't be asked.
  ///
  /// - Parameter name: whose number it is, where the row says so.
  mutating func holder(ofIDNumber number: String, name: String?) -> StreamName? {
    guard case .found(let stream)? = answer(.idNumber(number, name: name)) else { return nil }
    return stream
  }

  private mutating func found(_ lookUp: LookUp, _ field: String, _ otherwise: String) -> StreamName?
  {
    switch answer(lookUp) {
    case nil: return nil
    case .found(let stream): return stream
    case .notFound: refuse(.unknownReference, otherwise, field: field)
    case .several(let streams):
      let few = streams.prefix(ImportLimits.namedCandidates).map(\.text).joined(separator: ", ")
      let more = streams.count > ImportLimits.namedCandidates ? " and more" : ""
      refuse(
        .unknownReference,
        "\(streams.count) organisations have or had this name: \(few)\(more); give the credit code, the "
          + "school code or the stream of the one that is meant", field: field)
    // Another key may ask it, as the bureau's: then the row is decided again.
    case .impossible(let reason): refuse(.cannotBeAssessed, reason, field: field)
    }
    return nil
  }
}
