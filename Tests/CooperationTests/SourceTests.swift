import EventModel
import Foundation
import Testing

@testable import Cooperation

/// What stands in the sources by its name and has to stand in a list as well: the compiler misses
/// nothing where the list leaves it out.
@Suite struct `What the domain's sources name` {
  private static func texts() throws -> [String] {
    let folder = Repository.root + "/Sources/Cooperation"
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".swift") && !$0.hasSuffix(".pb.swift")
    }.map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
  }

  /// What stands in the first parentheses of a pattern, wherever the sources match it.
  private static func named(_ pattern: String) throws -> Set<String> {
    let expression = try Regex(pattern)
    var found: Set<String> = []
    for text in try texts() {
      for match in text.matches(of: expression) {
        if let name = match[1].substring { found.insert(String(name)) }
      }
    }
    return found
  }

  @Test func `as an event type can be decoded`() throws {
    var known = Set(CooperationModel.anyStream.eventTypes.keys.map(\.text))
    for aggregate in CooperationModel.aggregates {
      known.formUnion(aggregate.eventTypes.keys.map(\.text))
    }
    let named = try Self.named(#"EventType\(\s*"([^"\\]+)""#)
    #expect(named.count > 300)
    for type in named.subtracting(known).sorted() {
      Issue.record(
        """
        \(type) stands in no table `payloads`: once it is recorded, its stream can't be folded any \
        more. Add it to the table of its aggregate's Events.
        """)
    }
  }

  @Test func `as a rule stands in the book`() throws {
    let book = Set(RuleBook.rules.map(\.number))
    let named = try Self.named(
      #"static let \w+(?:: Rule)? = \w+\(\s*(?:number: )?"([A-Z][A-Z0-9-]*)""#)
    for number in named.subtracting(book).sorted() {
      Issue.record("\(number) stands in no list of RuleBook: nobody can look up what it demands")
    }
    // Else another form of declaration is passed over here.
    #expect(book.subtracting(named).sorted() == [], "these rules are in the book, but not found")
  }

  @Test func `as a judge is asked`() throws {
    let judges = try Self.judges()
    #expect(judges.count > 25)
    let asked = try Self.named(#"\b([A-Z]\w*)\.judge\("#)
    for judge in judges.subtracting(asked).sorted() {
      Issue.record(
        "nobody calls \(judge).judge: a rule judges by a line in the Judging of an aggregate")
    }
  }

  /// The namespaces with a function `judge`.
  private static func judges() throws -> Set<String> {
    var found: Set<String> = []
    for text in try texts() {
      var name: Substring?
      for line in text.split(separator: "\n") {
        if line.hasPrefix("enum ") {
          name = line.dropFirst("enum ".count).prefix { $0 != " " && $0 != ":" }
        } else if line == "}" {
          name = nil
        } else if let name, line.hasPrefix("  static func judge(") {
          found.insert(String(name))
        }
      }
    }
    return found
  }
}

@Suite struct `A stored payload` {
  /// The only places that decode messages, and what each of them decodes.
  private static let decoding = [
    "Cooperation/Model/EventPayload.swift": "payloads, by the table of their aggregate",
    "Deciding/ReviewEvent.swift": "payloads of reviews",
    "EventModel/LogCreated.swift": "the payload at position 0",
    "EventModel/RecordedEvent+Decoding.swift": "records",
    "Cooperation/Person/PersonState.swift": "personal parts",
    "Importing/Rows/PersonParticulars.swift": "personal parts",
    "Cooperation/Model/Message+Merged.swift": "a message that was just encoded",
  ]

  @Test func `is decoded in one way, through the upcasters of older versions`() throws {
    let folder = Repository.root + "/Sources"
    let expression = try Regex(#"\b(serializedBytes|serializedData|contiguousBytes):"#)
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      guard $0.hasSuffix(".swift"), !$0.hasSuffix(".pb.swift") else { return false }
      let text = try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)
      return text.contains(expression)
    }
    for file in Set(found).subtracting(Self.decoding.keys).sorted() {
      Issue.record(
        """
        \(file) decodes a message by itself: an older version of a payload would be read as the newest \
        there. Ask the aggregate's `payloads`, or `ReviewEvent`.
        """)
    }
    #expect(Set(Self.decoding.keys).subtracting(found).sorted() == [], "they decode nothing")
  }
}
