internal import Deciding
internal import EventModel

extension Rule {
  /// P06-RESTRICTED: what is only stored is not used.
  public static let restrictedProcessing = Rule(
    number: "P06-RESTRICTED",
    sentence:
      "Data of somebody whose processing is restricted are stored and protected: nothing is added "
      + "to them, disclosed or recommended, but for what the person says or asks for and what corrects "
      + "them.",
    source: "Personal Information Protection Law, Art. 47", isVerified: true,
    scope: Scope(validFrom: day("2021-11-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges what is done with the data of somebody whose processing is restricted.
enum RestrictedProcessing {
  /// What the person says of their own accord.
  private static let ownWords: Set<EventType> = [
    PBStudentComplained.eventType, PBOutcomeGraduateContested.eventType,
    PBDisputeRaised.eventType, PBApplicationSubmitted.eventType,
  ]

  /// What the rule says of a fact with personal parts: in the streams of the person and of what the
  /// person asks for, of the person's own words and of a correction, nothing.
  ///
  /// - Precondition: the streams of the parts' subjects are loaded.
  static func judge(
    parts event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> Judgement? {
    let isAskedFor =
      ownWords.contains(event.type) || event.stream.isOf(PrivacyRequest.category)
    if event.corrects != nil || isAskedFor { return nil }
    let subjects = Set(event.personal.map(\.subject)).subtracting([event.stream])
    return try judge(event.stream, uses: subjects.sorted(), on: context.occurred, context)
  }

  /// What the rule says of a fact that uses what is known of some persons.
  ///
  /// - Precondition: their streams are loaded.
  static func judge(
    _ stream: StreamName, uses persons: [StreamName], on occurred: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var breach: String?
    if Rule.restrictedProcessing.holds(on: occurred, in: context.zone) {
      for person in persons where breach == nil {
        let known = try context.history(of: person).state(Person.self, asOf: occurred)
        if known?.isRestricted == true { breach = "data of \(person) are only stored" }
      }
    }
    return Judgement(.restrictedProcessing, in: stream, breach: breach)
  }
}
