internal import Deciding
internal import EventModel

/// Judges what a meeting decided by its vote.
enum CarriedVote {
  /// What the rule says of a charter or an election whose vote stands beside it.
  ///
  /// - Parameter vote: `nil` when none is recorded; a report need not tell its numbers.
  static func judge(_ alliance: StreamName, _ vote: PBVote?, _ standing: Standing) -> Judgement {
    Judgement(.carriedVote, in: alliance, breach: breach(vote, standing))
  }

  /// What the rule says of a charter or an election that a motion of a recorded meeting decided.
  ///
  /// - Parameter meeting: as it was when the alliance acted; `nil` where there was none yet.
  static func judge(
    _ alliance: StreamName, _ motion: PBDecidingMotion, _ meeting: Meeting?,
    about subject: PBMotionPut.Subject, _ standing: Standing
  ) -> Judgement {
    Judgement(
      .carriedVote, in: alliance,
      breach: breach(alliance, motion, meeting, subject, standing))
  }

  /// What the rule says of a vote itself: its numbers add up, and what is carried was carried.
  ///
  /// That a motion failed is no breach.
  static func judge(
    voting stream: StreamName, _ vote: PBMotionVoted, _ meeting: Meeting?, _ standing: Standing
  ) -> Judgement {
    Judgement(.carriedVote, in: stream, breach: breach(vote, meeting, standing))
  }

  private static func breach(_ vote: PBVote?, _ standing: Standing) -> String? {
    guard let vote else {
      return standing == .decided ? "no vote is recorded for what the meeting decided" : nil
    }
    if vote.hasCarried, !vote.carried { return "the vote did not carry" }
    let present = vote.hasPresent ? Int(vote.present) : nil
    if let odd = attendance(members: vote.hasEligible ? Int(vote.eligible) : nil, present) {
      return odd
    }
    let cast = Int(vote.inFavour) + Int(vote.against) + Int(vote.abstained)
    if let odd = excess(cast, present) { return odd }
    if vote.hasInFavour, vote.hasAgainst, vote.inFavour <= vote.against {
      return "\(vote.inFavour) for and \(vote.against) against carry nothing"
    }
    if standing == .decided {
      if !vote.hasEligible || !vote.hasPresent { return "the quorum of the vote is not recorded" }
      if !vote.hasCarried, !vote.hasInFavour { return "the vote's result is not recorded" }
    }
    return nil
  }

  private static func breach(
    _ alliance: StreamName, _ motion: PBDecidingMotion, _ meeting: Meeting?,
    _ subject: PBMotionPut.Subject, _ standing: Standing
  ) -> String? {
    guard let meeting else { return "\(motion.meeting), which decided it, was not held yet" }
    if let host = meeting.alliance, host != alliance {
      return "\(motion.meeting) is a meeting of \(host)"
    }
    guard let put = meeting.motions[motion.motion] else {
      return "\(motion.meeting) has no motion \(motion.motion)"
    }
    if let about = put.subject, about != subject {
      return "the motion \(motion.motion) of \(motion.meeting) is about something else"
    }
    if meeting.isQuorate == false { return "\(motion.meeting) had no quorum" }
    switch put.ballot?.isCarried {
    case true?: break
    case false?: return "the motion \(motion.motion) of \(motion.meeting) was not carried"
    case nil:
      if standing == .decided {
        return "the motion \(motion.motion) of \(motion.meeting) has no recorded result"
      }
    }
    if standing == .decided, meeting.isQuorate == nil {
      return "the quorum of \(motion.meeting) is not recorded"
    }
    return nil
  }

  private static func breach(
    _ vote: PBMotionVoted, _ meeting: Meeting?, _ standing: Standing
  ) -> String? {
    let cast = Int(vote.inFavour) + Int(vote.against) + Int(vote.abstained)
    if let odd = excess(cast, meeting?.present) { return odd }
    if let members = meeting?.members, cast > members {
      return "\(cast) votes were cast by \(members) who may vote"
    }
    if let odd = rollCall(vote) { return odd }
    let isCarried = vote.hasCarried ? vote.carried : nil
    if vote.hasInFavour, vote.hasAgainst, let isCarried,
      isCarried != (vote.inFavour > vote.against)
    {
      return "\(vote.inFavour) for and \(vote.against) against \(isCarried ? "carry" : "reject") "
        + "nothing"
    }
    let carries = isCarried ?? (vote.inFavour > vote.against)
    if carries, let odd = attendance(members: meeting?.members, meeting?.present) { return odd }
    if standing == .decided {
      if meeting?.isQuorate == nil { return "the quorum of the meeting is not recorded" }
      if isCarried == nil, !vote.hasInFavour { return "the vote's result is not recorded" }
    }
    return nil
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
