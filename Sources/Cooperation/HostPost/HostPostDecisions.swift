internal import Deciding
internal import EventModel

/// A command on one post for interns.
protocol HostPostCommand: DomainCommand {
  var hostPost: String { get }
}

extension HostPostCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// A host offers and a school approves; mostly we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The post's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(hostPost, "hostPost", HostPost.category)
  }
}

extension PBOfferHostPost: HostPostCommand {
  /// The first of a post, or again after it was inspected or withdrawn.
  static let mayCreate = true
  /// The host.
  var references: [Reference] {
    [.required("host", "details.host", details.host, Organisation.category)]
  }
  /// Majors and region.
  var codes: [CodeUse] { details.terms.codes }

  /// One `host-post.offered`; our own act says what the work is and for how many.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if context.standing == .decided {
      try Check.text(details.terms.title, "details.terms.title")
      try Check.present(details.terms.hasPlaces, "details.terms.places", "a number from 1")
    }
    try details.terms.check()
    if let host = try context.state(HostPost.self, stream)?.host {
      try Check.that(
        host.text == details.host, "details.host", "\(stream) is a post of \(host)")
    }
    return try context.recordEachTime(
      HostPost.Step.offer, DecidedEvent(details, to: stream), mayBegin: true)
  }
}

extension PBReviseHostPost: HostPostCommand {
  /// One `host-post.revised`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      details.terms != PBHostPostTerms(), "details.terms", "a revision changes one term at least")
    try details.terms.check()
    let stream = try target()
    if context.standing == .decided, let post = try context.state(HostPost.self, stream) {
      let terms = post.terms.revised(by: details.terms)
      try Check.revisedPeriod(
        from: terms.from, to: terms.to, changesFrom: details.terms.hasFrom,
        changesTo: details.terms.hasTo, "details.terms")
    }
    return try context.recordEachTime(HostPost.Step.revise, DecidedEvent(details, to: stream))
  }

  /// Majors and region.
  var codes: [CodeUse] { details.terms.codes }
}

extension PBInspectHostPost: HostPostCommand {
  /// A school may look before the host offers.
  static let mayCreate = true
  /// Who looked at whom.
  var references: [Reference] {
    [
      .optional("host", "details.host", details.host, Organisation.category),
      .optional("school", "details.school", details.school, Organisation.category),
    ] + Reference.each("inspector", "details.inspectors", details.inspectors, Person.category)
  }

  /// One `host-post.inspected`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.check(context.standing)
    guard let post = try context.state(HostPost.self, stream) else {
      try Check.present(details.hasHost, "details.host", "a stream name, as organisation-…")
      return Decision(events: [DecidedEvent(details, to: stream)])
    }
    if details.hasHost, let host = post.host {
      try Check.that(host.text == details.host, "details.host", "\(stream) is a post of \(host)")
    }
    return try context.recordEachTime(HostPost.Step.inspect, DecidedEvent(details, to: stream))
  }
}

extension PBHostPostInspected {
  fileprivate func check(_ standing: Standing) throws(Rejection) {
    if standing == .decided {
      try Check.present(hasSchool, "details.school", "who inspects, as organisation-…")
      try Check.present(hasResult, "details.result", "PASSED or FAILED")
    }
    try Check.that(
      Set(topics).count == topics.count, "details.topics", "each topic once")
    try Check.that(
      Set(deficient).isSubset(of: topics), "details.deficient",
      "what is found wanting is among details.topics")
    if hasReportSha256 { try Check.digest(reportSha256, "details.reportSha256") }
  }
}

extension PBApproveHostPost: HostPostCommand {
  /// Which school approves.
  var references: [Reference] {
    [.required("school", "details.school", details.school, Organisation.category)]
  }

  /// One `host-post.approved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasTo {
      try Check.lastDay(details.to, "details.to", from: context.occurred, in: context.zone)
    }
    return try context.recordEachTime(
      HostPost.Step.approve, DecidedEvent(details, to: try target()))
  }
}

extension PBDeclineHostPost: HostPostCommand {
  /// Which school declines.
  var references: [Reference] {
    [.required("school", "details.school", details.school, Organisation.category)]
  }

  /// One `host-post.declined`; our own act says why.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(details.hasReason, "details.reason", "a reason, as SAFETY")
    }
    return try context.recordEachTime(
      HostPost.Step.decline, DecidedEvent(details, to: try target()))
  }
}

extension PBWithdrawHostPost: HostPostCommand {
  /// One `host-post.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(HostPost.Step.withdraw, DecidedEvent(details, to: try target()))
  }
}

extension PBHostPostTerms {
  /// Bounds of the single values; what they mean together the rules say.
  func check(_ path: String = "details.terms") throws(Rejection) {
    try Check.majors(majors, path + ".majors")
    if hasRegion { try Check.region(region, path + ".region") }
    if hasPlaces {
      try Check.that(places >= 1, path + ".places", "\(path).places takes a number from 1")
    }
    try Check.count(postStaff, path + ".postStaff")
    let money: [(Int64, String)] = [
      (monthlyPayFen, "monthlyPayFen"), (samePostWageFen, "samePostWageFen"),
      (lowestGradeWageFen, "lowestGradeWageFen"), (probationWageFen, "probationWageFen"),
    ]
    for (amount, field) in money {
      try Check.that(amount >= 0, "\(path).\(field)", "an amount is 0 or more, in fen")
    }
    try Check.that(
      (0...1_440).contains(dailyMinutes), path + ".dailyMinutes", "a day has 1440 minutes")
    try Check.that(
      (0...10_080).contains(weeklyMinutes), path + ".weeklyMinutes", "a week has 10080 minutes")
    if hasLabourClass {
      try Check.that(
        (1...4).contains(labourClass), path + ".labourClass", "a class of labour is 1 to 4")
    }
    try Check.that(Set(hazards).count == hazards.count, path + ".hazards", "each hazard once")
    try Check.period(from, hasFrom, to, hasTo, path)
  }
}

extension PBHostPostTerms {
  fileprivate var codes: [CodeUse] {
    CodeUse.each(.majors, "details.terms.majors", majors)
      + [.optional(.regions, "details.terms.region", hasRegion ? region : nil)]
  }
}
