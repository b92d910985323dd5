internal import Cooperation
internal import Deciding
public import EventModel
internal import FoundationEssentials
internal import HTTPTypes
public import Importing

/// The body of `POST /v1/look-ups`: what rows lead to, and which of their commands are recorded.
public struct LookUpRequest: Sendable {
  /// What is to be looked up.
  public let lookUps: [LookUp]
  /// The commands that may be recorded.
  public let commands: [CommandID]

  /// A request.
  public init(lookUps: [LookUp], commands: [CommandID]) {
    self.lookUps = lookUps
    self.commands = commands
  }

  /// The body.
  public var json: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.name("lookUps")
      json.list { json in
        for lookUp in lookUps { json.lookUp(lookUp) }
      }
      json.name("commands")
      json.list { json in
        for command in commands { json.string(command.description) }
      }
    }
    return json.bytes
  }

  /// Reads a body.
  ///
  /// - Throws: ``Problem`` with the field to blame; nothing of a value is repeated, it may be personal.
  init(_ json: [UInt8]) throws(Problem) {
    let body: Body
    do {
      body = try JSONDecoder().decode(Body.self, from: Data(json))
    } catch let problem as Problem {
      throw problem
    } catch let error as DecodingError {
      throw .malformed(error.path, "it is no list of look-ups as the description of the API has it")
    } catch {
      throw .malformed(nil, "it is no JSON")
    }
    do throws(Rejection) {
      try JSONNames.refuseRepeated(in: json, named: "request")
    } catch {
      throw .malformed(error.field.map(Self.dotted), Self.dotted(error.reason))
    }
    lookUps = body.lookUps
    commands = body.commands
  }

  /// A place as this body's fields are named: `lookUps.3`, not `lookUps[3]`.
  private static func dotted(_ text: String) -> String {
    text.replacing("[", with: ".").replacing("]", with: "")
  }

  private struct Body: Decodable {
    let lookUps: [LookUp]
    let commands: [CommandID]

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: AnyKey.self)
      try fields.expect(["lookUps", "commands"])
      lookUps =
        fields.contains("lookUps")
        ? try fields.decode([Asked].self, forKey: "lookUps").map(\.lookUp) : []
      let ids =
        fields.contains("commands") ? try fields.decode([String].self, forKey: "commands") : []
      commands = try ids.enumerated().map { index, text in
        do {
          return try CommandID(validating: text)
        } catch {
          throw Problem.malformed("commands.\(index)", "a command's id is a UUID")
        }
      }
    }
  }

  private struct Asked: Decodable {
    let lookUp: LookUp

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: AnyKey.self)
      let path = decoder.codingPath.text
      let names = fields.allKeys.map(\.stringValue).sorted().joined(separator: " ")
      func text(_ name: AnyKey) throws -> String {
        let text = try fields.decode(String.self, forKey: name)
        guard text.utf8.count <= ImportLimits.cellByteCount else {
          throw Problem.malformed(
            path, "a text has at most \(ImportLimits.cellByteCount) bytes")
        }
        return text
      }
      func stream(_ name: AnyKey, of category: StreamCategory? = nil) throws -> StreamName {
        let stream = try? StreamName(validating: try text(name))
        guard let stream, category == nil || stream.category == category else {
          let wanted = category.map { "the stream of one, as \($0)-…" } ?? "a stream's name"
          throw Problem.malformed(path, "\(name.stringValue) takes \(wanted)")
        }
        return stream
      }
      switch names {
      case "creditCode": lookUp = .creditCode(try text("creditCode"))
      case "schoolCode": lookUp = .schoolCode(try text("schoolCode"))
      case "organisationName": lookUp = .organisationName(try text("organisationName"))
      case "idNumber": lookUp = .idNumber(try text("idNumber"))
      case "idNumber name": lookUp = .idNumber(try text("idNumber"), name: try text("name"))
      case "school studentNumber":
        lookUp = .studentNumber(
          try text("studentNumber"), school: try stream("school", of: Organisation.category))
      case "enrolmentOf":
        lookUp = .enrolment(of: try stream("enrolmentOf", of: Person.category))
      case "stream": lookUp = .stream(try stream("stream"))
      case "particulars person":
        lookUp = .particulars(
          try fields.decode(Told.self, forKey: "particulars").particulars,
          of: try stream("person", of: Person.category))
      default:
        throw Problem.malformed(
          path,
          "a look-up is one of creditCode, schoolCode, organisationName, idNumber with name or without, "
            + "studentNumber with school, enrolmentOf, stream, particulars with person")
      }
    }
  }

  private struct Told: Decodable {
    let particulars: PersonParticulars

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: AnyKey.self)
      try fields.expect(["name", "sex", "birthDate"])
      let path = decoder.codingPath.text
      guard
        let told = PersonParticulars(
          name: try fields.decodeIfPresent(String.self, forKey: "name"),
          sex: try fields.decodeIfPresent(String.self, forKey: "sex"),
          birthDate: try fields.decodeIfPresent(String.self, forKey: "birthDate"))
      else { throw Problem.malformed(path, "sex takes FEMALE or MALE") }
      // Without one, dates could be tried until one fits.
      guard told.name?.contains(where: { !$0.isWhitespace }) == true else {
        throw Problem.malformed(path, "particulars are compared where they have a name")
      }
      if let day = told.birthDate, (try? CivilDate(validating: day)) == nil {
        throw Problem.malformed(path, "birthDate takes a day, as 2004-03-15")
      }
      particulars = told
    }
  }
}

extension JSONText {
  fileprivate mutating func lookUp(_ lookUp: LookUp) {
    object { json in
      switch lookUp {
      case .creditCode(let code): json.field("creditCode", code)
      case .schoolCode(let code): json.field("schoolCode", code)
      case .organisationName(let name): json.field("organisationName", name)
      case .idNumber(let number, let name):
        json.field("idNumber", number)
        json.field("name", name)
      case .studentNumber(let number, let school):
        json.field("studentNumber", number)
        json.field("school", school.text)
      case .enrolment(let person): json.field("enrolmentOf", person.text)
      case .stream(let stream): json.field("stream", stream.text)
      case .particulars(let told, let person):
        json.name("particulars")
        json.object { json in
          json.field("name", told.name)
          json.field("sex", told.sexWord)
          json.field("birthDate", told.birthDate)
        }
        json.field("person", person.text)
      }
    }
  }
}

extension Problem {
  fileprivate static func malformed(_ field: String?, _ reason: String) -> Problem {
    var problem = Problem("malformed-value", .badRequest, reason)
    problem.field = field
    return problem
  }
}

extension DecodingError {
  /// Where it is, as `lookUps.3.idNumber`.
  fileprivate var path: String? {
    let context: Context
    switch self {
    case .typeMismatch(_, let place), .valueNotFound(_, let place), .keyNotFound(_, let place),
      .dataCorrupted(let place):
      context = place
    @unknown default: return nil
    }
    return context.codingPath.text
  }
}

extension [any CodingKey] {
  /// A place in a body, as `lookUps.3.idNumber`; `nil` at its top.
  fileprivate var text: String? {
    isEmpty
      ? nil : map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}

/// Any field of an object.
struct AnyKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringLiteral value: String) { stringValue = value }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<AnyKey> {
  /// Refuses a field that nobody reads, so that a misspelt one is noticed.
  fileprivate func expect(_ names: Set<String>) throws {
    guard let unknown = allKeys.first(where: { !names.contains($0.stringValue) }) else { return }
    throw Problem.malformed(
      String(unknown.stringValue.prefix(60)), "there are " + names.sorted().joined(separator: ", "))
  }
}
