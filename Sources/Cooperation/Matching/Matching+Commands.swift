internal import struct Crypto.SHA256
public import EventModel

extension Matching.Outcome {
  /// The commands that record the matches, best first: `giveRecommendation` each.
  ///
  /// Ids are derived from receiver, recommended, algorithm, its version and the day: whoever looks
  /// twice on one day recommends once. What fits without a reason is shown, but is no
  /// recommendation: nobody could be told why.
  public func recommendations(on day: CivilDate) -> [PBCommand] {
    matches.filter { !$0.reasons.isEmpty }.map { match in
      let key = key(match.recommended, day)
      var give = PBGiveRecommendation()
      give.recommendation =
        Recommendation.category.text + "-" + hexText(hash("recommendation", key).prefix(16))
      give.details = details(of: match)
      var command = PBCommand()
      command.id = CommandID(prefixOf: hash("giveRecommendation", key)).description
      command.occurred = day.description
      command.giveRecommendation = give
      return command
    }
  }

  /// The command that records why nothing was found for a need; `nil` when something fits.
  ///
  /// Its id is derived as those of ``recommendations(on:)``, so that it is recorded once a day.
  public func failedMatch(of need: StreamName, on day: CivilDate) -> PBCommand? {
    guard let failure else { return nil }
    var record = PBRecordFailedMatch()
    record.need = need.text
    record.details.reason = failure
    var command = PBCommand()
    command.id = CommandID(prefixOf: hash("recordFailedMatch", key(need, day))).description
    command.occurred = day.description
    command.recordFailedMatch = record
    return command
  }

  /// The command that records that nothing was found for the receiver, who has no need of its own to
  /// note it in; `nil` when something fits.
  ///
  /// Its ids are derived as those of ``recommendations(on:)``, so that it is recorded once a day.
  public func nothingFound(on day: CivilDate) -> PBCommand? {
    guard let failure else { return nil }
    let key = key(receiver, day)
    var record = PBRecordNothingFound()
    record.recommendation =
      Recommendation.category.text + "-" + hexText(hash("nothing found", key).prefix(16))
    record.details.to = receiver.text
    record.details.reason = failure
    record.details.algorithm = weights.algorithm
    record.details.algorithmVersion = weights.version
    record.details.weightsSha256 = weights.sha256
    record.details.lookedAt = Int32(clamping: failureCounts.values.reduce(0, +))
    var command = PBCommand()
    command.id = CommandID(prefixOf: hash("recordNothingFound", key)).description
    command.occurred = day.description
    command.recordNothingFound = record
    return command
  }

  // Line breaks between the parts: none of them can hold one.
  private func key(_ other: StreamName, _ day: CivilDate) -> String {
    "\(receiver)\n\(other)\n\(weights.algorithm)\n\(weights.version)\n\(day)"
  }

  private func hash(_ purpose: String, _ key: String) -> [UInt8] {
    Array(SHA256.hash(data: Array("concord match\n\(purpose)\n\(key)".utf8)))
  }
}
