import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Glibc
import Simulation
import SwiftProtobuf
import Testing

/// The city that a larger replay has, in ten-thousandths; Tools/test says how it is set.
private let replayScale = getenv("CONCORD_REPLAY_SCALE").flatMap { Int(String(cString: $0)) }

@Suite struct `Simulated facts, given to the deciders as commands` {
  /// What is known of a fact apart from its envelope.
  private struct Change: Hashable, CustomStringConvertible {
    let type: EventType
    let stream: StreamName
    let payload: [UInt8]

    init(_ recorded: RecordedEvent) {
      type = recorded.event.type
      stream = recorded.stream
      payload = recorded.event.payload
    }

    var description: String { "\(type) in \(stream)" }

    /// Whether it follows from another fact: who holds a code, what a fund has promised.
    var follows: Bool {
      type.text.hasPrefix("code.") || type == PBFundCommitmentChanged.eventType
    }
  }

  @Test func `lead to the same payloads, about the same streams`() async throws {
    try await replay(seed: 7, perTenThousand: 10)
  }

  @Test(.enabled(if: replayScale != nil, "skipped: CONCORD_REPLAY_SCALE is not set"))
  func `do so in a larger city of another seed`() async throws {
    try await replay(seed: 11, perTenThousand: try #require(replayScale))
  }

  private func replay(seed: UInt64, perTenThousand scale: Int) async throws {
    let (log, report) = try await simulated(seed: seed, perTenThousand: scale)
    var past = GivenWhenThen(
      CooperationDecider(), now: RecordedTime(microseconds: 1_800_000_000_000_000))
    var number: UInt64 = 0
    var untried: Set<String> = []
    var owed: Set<String> = []
    var followed: [Change: Int] = [:]

    for recorded in try events(of: log) where recorded.event.corrects == nil {
      if Change(recorded).follows { followed[Change(recorded), default: 0] -= 1 }
      guard let json = try ReplayedCommands.json(recorded) else {
        untried.insert(recorded.event.type.text)
        continue
      }
      var command = try CommandJSON.command(Array(json.utf8))
      command.standing = recorded.event.standing == .decided ? .decided : .reported
      command.occurred = recorded.event.occurred.description
      let parsed = try ParsedCommand(command)
      number += 1
      let context = parsed.context(
        now: past.now, zone: past.zone, actor: recorded.event.actor, channel: .simulation)
      let outcome = try past.when(parsed, context, id: CommandID(high: 1, low: number))

      let fact = try #require(
        outcome.recorded.first, "\(recorded.event.type) in \(recorded.stream) is already so")
      #expect(fact.event.type == recorded.event.type)
      #expect(fact.stream == recorded.stream)
      #expect(fact.event.payload == recorded.event.payload, "\(recorded.event.type)")
      #expect(fact.event.about == recorded.event.about, "\(recorded.event.type)")
      #expect(
        !outcome.recorded.contains { $0.event.type == ReviewEvents.opened },
        "\(recorded.event.type) in \(recorded.stream) is held for review")
      for change in outcome.recorded.map(Change.init) where change.follows {
        followed[change, default: 0] += 1
      }
      for found in outcome.recorded
      where found.event.type == PBFindingOpened.eventType && found.stream != recorded.stream {
        owed.insert(try PBFindingOpened(serializedBytes: found.event.payload).rule)
      }
    }

    // What follows from facts is in the log too, and nothing else of its kind.
    #expect(followed.filter { $0.value != 0 }.isEmpty)
    #expect(untried == ["code.claimed", "code.released", "fund.commitment-changed"])
    // Nobody's age is made up: these two rules can't be judged without.
    #expect(owed.isSubset(of: ["R02", "R13"]), "\(owed)")
    // All but what seldom happens to a city that small.
    #expect(report.counts.count >= 140, "\(report.counts.map(\.type))")
  }
}
