import EventModel
import FoundationEssentials
import Testing

@testable import Cooperation

/// The tables of `Rejudging`, whoever keeps its entries: read off once, and kept in a file that is
/// written anew with `CONCORD_WRITE_GOLDEN` where it is missing.
@Suite struct `What is judged again` {
  private static let path = Repository.golden + "/rejudging.txt"

  @Test func `is what the kept tables say`() throws {
    let lines = Self.lines()
    if ProcessInfo.processInfo.environment["CONCORD_WRITE_GOLDEN"] != nil,
      !FileManager.default.fileExists(atPath: Self.path)
    {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: Self.path))
    }
    let kept = try Repository.lines(Self.path)
    #expect(Set(lines).subtracting(kept) == [], "these are new")
    #expect(Set(kept).subtracting(lines) == [], "these are gone")
  }

  /// One line for each answer that is not nothing.
  private static func lines() -> [String] {
    let triggers = Set(CooperationModel.aggregates.flatMap(\.eventTypes.keys))
    return triggers.sorted { "\($0)" < "\($1)" }.flatMap { trigger in
      var lines = [
        line(trigger, "judges again", Rejudging.judgedAgain(after: trigger)),
        line(trigger, "by its moment", Rejudging.judgedByMoment(after: trigger)),
      ]
      if let named = Rejudging.judgedWhereNamed(by: trigger) {
        lines.append(line(trigger, "where it names \(named.category)", named.types))
      }
      if let linked = Rejudging.judgedWhereLinked(by: trigger) {
        lines.append(line(trigger, "by links to person", linked))
      }
      if let link = Rejudging.link(trigger) {
        lines.append(line(trigger, "links in its stream", link.own))
        lines.append(line(trigger, "links what was decided on its stream", link.dependants))
      }
      if Rejudging.judgesItsStreamWhenLate(trigger) {
        lines.append("\(trigger): its stream, when late")
      }
      return lines.compactMap(\.self)
    }
  }

  private static func line(
    _ trigger: EventType, _ question: String, _ facts: Set<EventType>
  ) -> String? {
    if facts.isEmpty { return nil }
    return "\(trigger) \(question): " + facts.map { "\($0)" }.sorted().joined(separator: " ")
  }
}
