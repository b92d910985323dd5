public import Deciding
public import EventModel

/// Checks of single fields; each names the field and what would be right.
public enum Check {
  /// A text that must be there.
  public static func text(_ value: String, _ field: String) throws(Rejection) {
    guard value.contains(where: { !$0.isWhitespace }) else { throw .missing(field, "a text") }
  }

  /// A condition that must hold.
  public static func that(
    _ condition: Bool, _ field: String, _ expected: @autoclosure () -> String
  ) throws(Rejection) {
    guard condition else { throw .malformed(field, expected()) }
  }

  /// A value that must be there.
  public static func present(
    _ isPresent: Bool, _ field: String, _ expected: @autoclosure () -> String
  ) throws(Rejection) {
    guard isPresent else { throw .missing(field, expected()) }
  }

  /// A stream's name, of one of the categories; of any where none is given.
  public static func stream(
    _ text: String, _ field: String, _ categories: [StreamCategory]
  ) throws(Rejection) -> StreamName {
    let name: StreamName
    do throws(EventModelError) {
      name = try StreamName(validating: text)
    } catch {
      throw .malformed(field, error.reason)
    }
    guard categories.isEmpty || categories.contains(name.category) else {
      let expected = categories.map { "\($0)-…" }.joined(separator: " or ")
      throw .malformed(field, "\(field) names a stream \(expected), not \(name)")
    }
    return name
  }

  /// An ISO date.
  public static func date(_ text: String, _ field: String) throws(Rejection) -> CivilDate {
    do throws(EventModelError) {
      return try CivilDate(validating: text)
    } catch {
      throw .malformed(field, error.reason)
    }
  }

  /// Two optional ISO dates, the first not after the second.
  public static func period(
    from: String?, to: String?, _ fromField: String, _ toField: String
  ) throws(Rejection) {
    let first = try optionalDate(from, fromField)
    let last = try optionalDate(to, toField)
    if let first, let last, last < first {
      throw .malformed(toField, "\(toField) \(last) lies before \(fromField) \(first)")
    }
  }

  private static func optionalDate(
    _ text: String?, _ field: String
  ) throws(Rejection) -> CivilDate? {
    guard let text else { return nil }
    return try date(text, field)
  }
}

extension Rejection {
  /// A field holds a value of the wrong form.
  public static func malformed(_ field: String, _ reason: String) -> Rejection {
    Rejection(.malformedValue, reason, field: field)
  }

  /// A field that must be there is missing.
  public static func missing(_ field: String, _ expected: String) -> Rejection {
    Rejection(.malformedValue, "\(field) is missing: it takes \(expected)", field: field)
  }

  /// The entity's state doesn't allow the step.
  public static func wrongState(_ stream: StreamName, _ reason: String) -> Rejection {
    Rejection(.wrongState, reason, stream: stream)
  }
}

extension Rejection {
  /// The same no with the whole path of its field: the one that a rule judges, or in which the command
  /// names the entity that a rule blames.
  ///
  /// No field is given where two name that entity, or none does, as of a party of an agreement.
  func located(in command: ParsedCommand) -> Rejection {
    guard rule != nil, field == nil, let stream, case .domain(let domain) = command.act else {
      return located(in: command.name)
    }
    let fields = domain.references.filter { $0.text == stream.text }.map(\.field)
    var blaming = self
    if fields.count == 1 { blaming.field = fields.first }
    return blaming.located(in: command.name)
  }

  /// The fields of the command itself, not of its body.
  private static let commandFields: Set<String> = [
    "id", "occurred", "effectiveFrom", "effectiveTo", "standing", "source", "onBehalfOf",
    "corrects", "expected",
  ]

  /// The same no with its field's whole path, as `registerOrganisation.details.name`.
  func located(in command: String) -> Rejection {
    guard let field, !field.hasPrefix(command),
      !Rejection.commandFields.contains(String(field.prefix { $0 != "." && $0 != "[" }))
    else { return self }
    var located = self
    located.field = command + "." + field
    return located
  }
}
