internal import Deciding
internal import EventModel

/// Judges what a meeting decided by its vote.
enum CarriedVote {
  /// What the rule says of a charter or an election.
  ///
  /// - Parameter vote: `nil` when none is recorded; a report need not tell its numbers.
  static func judge(_ alliance: StreamName, _ vote: PBVote?, _ standing: Standing) -> Judgement {
    Judgement(.carriedVote, in: alliance, breach: breach(vote, standing))
  }

  private static func breach(_ vote: PBVote?, _ standing: Standing) -> String? {
    guard let vote else {
      return standing == .decided ? "no vote is recorded for what the meeting decided" : nil
    }
    if vote.hasCarried, !vote.carried { return "the vote did not carry" }
    if vote.hasPresent, vote.hasEligible {
      if vote.present > vote.eligible {
        return "\(vote.present) were present, but only \(vote.eligible) may vote"
      }
      if vote.present * 2 <= vote.eligible {
        return "no quorum: \(vote.present) of \(vote.eligible) were present"
      }
    }
    let cast = vote.inFavour + vote.against + vote.abstained
    if vote.hasPresent, cast > vote.present {
      return "\(cast) votes were cast by \(vote.present) present"
    }
    if vote.hasInFavour, vote.hasAgainst, vote.inFavour <= vote.against {
      return "\(vote.inFavour) for and \(vote.against) against carry nothing"
    }
    if standing == .decided, !vote.hasCarried, !vote.hasInFavour {
      return "the vote's result is not recorded"
    }
    return nil
  }
}
