internal import Deciding
internal import EventModel

/// Judges what a meeting decided by its vote.
///
/// A refusal names a field where one is to blame: numbers that contradict each other are several.
enum CarriedVote {
  /// What is wrong, and the field of the fact that says so; `nil` where several do, or other facts.
  private struct Flaw {
    let reason: String
    var field: String?

    init(_ reason: String, in field: String? = nil) {
      self.reason = reason
      self.field = field
    }
  }

  private static func judgement(_ stream: StreamName, _ flaw: Flaw?) -> Judgement {
    Judgement(
      .carriedVote, in: stream, blaming: flaw?.field.map(Judgement.Culprit.value),
      breach: flaw?.reason)
  }

  /// What the rule says of a charter or an election whose vote stands beside it.
  ///
  /// - Parameter vote: `nil` when none is recorded; a report need not tell its numbers.
  static func judge(_ alliance: StreamName, _ vote: PBVote?, _ standing: Standing) -> Judgement {
    judgement(alliance, flaw(vote, standing))
  }

  /// What the rule says of a charter or an election that a motion of a recorded meeting decided.
  ///
  /// - Parameter meeting: as it was when the alliance acted; `nil` where there was none yet.
  static func judge(
    _ alliance: StreamName, _ motion: PBDecidingMotion, _ meeting: Meeting?,
    about subject: PBMotionPut.Subject, _ standing: Standing
  ) -> Judgement {
    judgement(alliance, flaw(alliance, motion, meeting, subject, standing))
  }

  /// What the rule says of a vote itself: its numbers add up, and what is carried was carried.
  ///
  /// That a motion failed is no breach.
  static func judge(
    voting stream: StreamName, _ vote: PBMotionVoted, _ meeting: Meeting?, _ standing: Standing
  ) -> Judgement {
    judgement(stream, flaw(vote, meeting, standing))
  }

  private static func flaw(_ vote: PBVote?, _ standing: Standing) -> Flaw? {
    guard let vote else {
      return standing == .decided ? Flaw("no vote is recorded for what the meeting decided") : nil
    }
    if vote.hasCarried, !vote.carried { return Flaw("the vote did not carry", in: "vote.carried") }
    let present = vote.hasPresent ? Int(vote.present) : nil
    if let odd = attendance(members: vote.hasEligible ? Int(vote.eligible) : nil, present) {
      return Flaw(odd)
    }
    let cast = Int(vote.inFavour) + Int(vote.against) + Int(vote.abstained)
    if let odd = excess(cast, present) { return Flaw(odd) }
    if vote.hasInFavour, vote.hasAgainst, vote.inFavour <= vote.against {
      return Flaw("\(vote.inFavour) for and \(vote.against) against carry nothing")
    }
    guard standing == .decided else { return nil }
    let quorum = "the quorum of the vote is not recorded"
    switch (vote.hasEligible, vote.hasPresent) {
    case (true, true): break
    case (true, false): return Flaw(quorum, in: "vote.present")
    case (false, true): return Flaw(quorum, in: "vote.eligible")
    case (false, false): return Flaw(quorum)
    }
    return vote.hasCarried || vote.hasInFavour
      ? nil : Flaw("the vote's result is not recorded", in: "vote.carried")
  }

  private static func flaw(
    _ alliance: StreamName, _ motion: PBDecidingMotion, _ meeting: Meeting?,
    _ subject: PBMotionPut.Subject, _ standing: Standing
  ) -> Flaw? {
    let (theMeeting, theMotion) = ("decidedBy.meeting", "decidedBy.motion")
    guard let meeting else {
      return Flaw("\(motion.meeting), which decided it, was not held yet", in: theMeeting)
    }
    if let host = meeting.alliance, host != alliance {
      return Flaw("\(motion.meeting) is a meeting of \(host)", in: theMeeting)
    }
    guard let put = meeting.motions[motion.motion] else {
      return Flaw("\(motion.meeting) has no motion \(motion.motion)", in: theMotion)
    }
    let name = "the motion \(motion.motion) of \(motion.meeting)"
    if let about = put.subject, about != subject {
      return Flaw("\(name) is about something else", in: theMotion)
    }
    if meeting.isQuorate == false {
      return Flaw("\(motion.meeting) had no quorum", in: theMeeting)
    }
    switch put.ballot?.isCarried {
    case true?: break
    case false?: return Flaw("\(name) was not carried", in: theMotion)
    case nil:
      if standing == .decided { return Flaw("\(name) has no recorded result", in: theMotion) }
    }
    return standing == .decided && meeting.isQuorate == nil
      ? Flaw("the quorum of \(motion.meeting) is not recorded", in: theMeeting) : nil
  }

  private static func flaw(
    _ vote: PBMotionVoted, _ meeting: Meeting?, _ standing: Standing
  ) -> Flaw? {
    let cast = Int(vote.inFavour) + Int(vote.against) + Int(vote.abstained)
    if let odd = excess(cast, meeting?.present) { return Flaw(odd) }
    if let members = meeting?.members, cast > members {
      return Flaw("\(cast) votes were cast by \(members) who may vote")
    }
    if let odd = rollCall(vote) { return Flaw(odd) }
    let isCarried = vote.hasCarried ? vote.carried : nil
    if vote.hasInFavour, vote.hasAgainst, let isCarried,
      isCarried != (vote.inFavour > vote.against)
    {
      return Flaw(
        "\(vote.inFavour) for and \(vote.against) against \(isCarried ? "carry" : "reject") "
          + "nothing")
    }
    let carries = isCarried ?? (vote.inFavour > vote.against)
    if carries, let odd = attendance(members: meeting?.members, meeting?.present) {
      return Flaw(odd)
    }
    guard standing == .decided else { return nil }
    if meeting?.isQuorate == nil { return Flaw("the quorum of the meeting is not recorded") }
    return isCarried == nil && !vote.hasInFavour
      ? Flaw("the vote's result is not recorded", in: "carried") : nil
  }

  private static func rollCall(_ vote: PBMotionVoted) -> String? {
    for (choice, isTold, count) in [
      (PBRollCallVote.Choice.inFavour, vote.hasInFavour, vote.inFavour),
      (.against, vote.hasAgainst, vote.against), (.abstained, vote.hasAbstained, vote.abstained),
    ] where isTold {
      let named = vote.rollCall.count { $0.choice == choice }
      if named > count { return "\(named) are named for what \(count) voted" }
    }
    return nil
  }

  private static func attendance(members: Int?, _ present: Int?) -> String? {
    guard let members, let present else { return nil }
    if present > members { return "\(present) were present, but only \(members) may vote" }
    return present * 2 <= members ? "no quorum: \(present) of \(members) were present" : nil
  }

  private static func excess(_ cast: Int, _ present: Int?) -> String? {
    guard let present, cast > present else { return nil }
    return "\(cast) votes were cast by \(present) present"
  }
}

extension Rejudging {
  /// VOTE: what a meeting decided.
  static let carriedVote = Rejudging(
    [
      PBMeetingConvened.eventType, PBQuorumRecorded.eventType, PBMotionPut.eventType,
      PBMotionVoted.eventType,
    ],
    judgeAgain: [
      Alliance.Types.charterAdopted, Alliance.Types.charterAmended,
      PBGoverningUnitsElected.eventType,
    ])
}
