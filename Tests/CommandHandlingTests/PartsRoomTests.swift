import EventModel
import Synchronization
import TestSupport
import Testing

@testable import CommandHandling
@testable import PersonalData

@Suite struct `The room for personal parts` {
  private let directory = TemporaryDirectory()
  private let now = Counter()

  /// Room that was lacking just now.
  private func lackingRoom() -> PartsRoom {
    let room = PartsRoom { [now] in
      RecordedTime(microseconds: Int64(now.count.load(ordering: .relaxed)))
    }
    #expect(throws: PersonalDataError.self) {
      try room.noting { () throws(PersonalDataError) -> [Result<Void, PersonalDataError>] in
        throw PersonalDataError(.diskFull, "the disk is full")
      }
    }
    return room
  }

  private func part(_ number: UInt64, of subject: String, lookUp: String) -> CommandParts {
    let part = PersonalPart(
      event: EventID(high: 1, low: number), subject: account(subject), part: "owner.personal",
      plaintext: Array("Li".utf8), lookUp: lookUp)
    return CommandParts(command(number), [part])
  }

  @Test func `lacks until something is stored, which what is refused is not`() throws {
    let store = try directory.personalStore()
    let (first, refused) = (part(1, of: "a", lookUp: "X1"), part(2, of: "b", lookUp: "X1"))
    _ = try store.prepare([first])
    let room = lackingRoom()
    // The number is another's, whatever the disk says.
    var results = try room.noting { () throws(PersonalDataError) in try store.prepare([refused]) }
    #expect(throws: PersonalDataError.self) { _ = try results[0].get() }
    #expect(room.isLacking)
    let other = part(3, of: "c", lookUp: "X3")
    results = try room.noting { () throws(PersonalDataError) in
      try store.prepare([refused, other])
    }
    #expect(throws: PersonalDataError.self) { _ = try results[0].get() }
    #expect(!room.isLacking)
  }

  @Test func `is not said to lack for more than a minute`() {
    let room = lackingRoom()
    now.count.store(59_999_999, ordering: .relaxed)
    #expect(room.isLacking)
    now.count.store(60_000_000, ordering: .relaxed)
    #expect(!room.isLacking)
  }
}
