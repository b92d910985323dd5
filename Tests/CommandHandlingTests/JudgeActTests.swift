import Cooperation
import Deciding
import EventModel
import SwiftProtobuf
import Testing

@testable import CommandHandling

/// What a judgement may do to findings that people have taken in hand.
@Suite struct `A finding that a person opened` {
  private let stream = Finding.stream(rule: "R05", subjects: [account("a")])
  private let kept: FindingVerdict

  init() { kept = FindingVerdict(stream: stream, breach: nil, withdrawal: "it is kept") }

  /// A finding's events, one a day: what, by whom, on which day of June, and where in its append.
  private func history(
    _ events: [(payload: any EventPayload, actor: EventModel.Actor, day: Int, index: Int)],
    voiding voided: Int? = nil
  ) throws -> StreamHistory {
    var recorded: [RecordedEvent] = []
    func add(
      _ type: EventType, _ payload: [UInt8], _ actor: EventModel.Actor, _ day: Int, _ index: Int,
      voids: EventID? = nil
    ) throws {
      let number = UInt64(recorded.count)
      let command = CommandID(high: 8, low: number)
      var event = ProposedEvent(
        type: type, id: EventID(of: command, ordinal: index), standing: .decided, actor: actor,
        source: Source(channel: .api),
        occurred: Moment(.day(try CivilDate(year: 2022, month: 6, day: day))), payload: payload)
      event.voids = voids
      recorded.append(
        RecordedEvent(
          event: event, stream: stream, revision: Revision(number), position: Position(number * 4),
          recordedAt: RecordedTime(microseconds: 1_656_547_200_000_000 + Int64(number)),
          commandID: command, commandDigest: try Digest([UInt8](repeating: 1, count: 32)),
          appendIndex: index, appendCount: 2))
    }
    for event in events {
      try add(
        type(of: event.payload).eventType, try event.payload.serializedBytes(), event.actor,
        event.day, event.index)
    }
    if let voided {
      let id = recorded[voided].event.id
      try add(EventType("event.voided"), [], Bench.actor, 30, 0, voids: id)
    }
    return StreamHistory(stream: stream, recorded: recorded, zone: .shanghai)
  }

  private var opened: PBFindingOpened {
    .with {
      $0.rule = "R05"
      $0.subjects = [account("a").text]
      $0.severity = .breach
      $0.reason = "r"
    }
  }

  @Test func `is left as it is, however early the day that the person named`() throws {
    let reopened = PBFindingReopened.with { $0.reason = "r" }
    let events: [(any EventPayload, EventModel.Actor, Int, Int)] = [
      (opened, .findingManager, 1, 0),
      (PBFindingWithdrawn.with { $0.reason = "r" }, .findingManager, 5, 0),
      (reopened, .findingManager, 10, 0),
      (PBFindingRectified.with { $0.measures = "m" }, Bench.actor, 20, 0),
      (reopened, Bench.actor, 7, 0),
    ]
    let history = try history(events, voiding: 3)
    #expect(try history.state(Finding.self)?.isOpen == true)
    #expect(try CooperationJudge().act(kept, after: history) == nil)
    // The machine's own, which nobody has touched since, goes.
    let machines = try self.history(Array(events.prefix(3)))
    #expect(try CooperationJudge().act(kept, after: machines)?.type == PBFindingWithdrawn.eventType)
  }

  @Test func `is told from one that was opened with a fact by where it stands`() throws {
    // A person's act may have more events behind it; a judgement has its fact before it.
    #expect(
      try CooperationJudge().act(kept, after: history([(opened, Bench.actor, 1, 0)])) == nil)
    #expect(
      try CooperationJudge().act(kept, after: history([(opened, Bench.actor, 1, 1)]))?.type
        == PBFindingWithdrawn.eventType)
  }
}
