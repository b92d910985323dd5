internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Meetings of alliances: a founding, then a council a month, where motions are put and carried.

extension City {
  /// A meeting of an alliance.
  struct Meeting: Sendable {
    let alliance: Int
    let day: Int
    let motionCount: Int
    let isFounding: Bool
  }

  /// Plans that a meeting is called.
  ///
  /// - Returns: its number.
  mutating func convene(
    _ alliance: Int, _ day: Int, motions: Int, isFounding: Bool
  ) -> Int {
    let index = meetings.count
    meetings.append(
      Meeting(alliance: alliance, day: day, motionCount: motions, isFounding: isFounding))
    var life = Life(index)
    life.step(.meetingConvened, day - 20, in: &schedule)
    return index
  }

  /// Plans what happens at a meeting on its day.
  mutating func hold(_ index: Int, _ day: Int) {
    var life = Life(index, after: day)
    life.step(.quorumRecorded, day, in: &schedule)
    for motion in 0..<meetings[index].motionCount {
      life.step(.motionPut, day, motion, in: &schedule)
      life.step(.motionVoted, day, motion, in: &schedule)
    }
    life.step(.meetingClosed, day, in: &schedule)
  }

  func meetingNaming(_ event: PlannedEvent) -> Naming {
    guard event.fact == .meetingConvened else { return Naming() }
    return Naming(after: [Named("alliance", .alliance, meetings[event.index].alliance)])
  }

  func meetingPayload(_ event: PlannedEvent) -> [UInt8] {
    let meeting = meetings[event.index]
    let members = Int32(alliances[meeting.alliance].foundingCount)
    // Three in four are there: a quorum, whose majority is for it.
    let present = members * 3 / 4 + 1
    let motion = Int(event.ordinal)
    switch event.fact {
    case .meetingConvened:
      return encoded(
        PBMeetingConvened.with {
          $0.kind = meeting.isFounding ? .founding : .council
          $0.title = meeting.isFounding ? "Founding meeting" : "Council"
          $0.alliance = text(StreamKey(.alliance, meeting.alliance))
          $0.plannedOn = date(meeting.day)
        })
    case .quorumRecorded:
      return encoded(
        PBQuorumRecorded.with {
          $0.members = members
          $0.present = present
        })
    case .motionPut:
      return encoded(
        PBMotionPut.with {
          $0.motion = motionKey(motion)
          $0.subject =
            meeting.isFounding ? [.charter, .governingUnits][motion % 2] : .other
          $0.text = "Motion \(motion + 1)"
        })
    case .motionVoted:
      let against = Int32((event.index + motion) % 3)
      return encoded(
        PBMotionVoted.with {
          $0.motion = motionKey(motion)
          $0.inFavour = present - against
          $0.against = against
          $0.carried = true
        })
    default: return encoded(PBMeetingClosed())
    }
  }

  /// A motion's key in its meeting.
  func motionKey(_ number: Int) -> String { "m\(number + 1)" }
}
