internal import Deciding
internal import EventModel

/// A command on one policy.
protocol PolicyCommand: DomainCommand {
  var policy: String { get }
}

extension PolicyCommand {
  /// The bureau's act, unless a command says otherwise.
  static var duty: Duty { .bureau }
  /// Another body's act, mostly.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The policy's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(policy, "policy", Policy.category)
  }
}

extension PBIssuePolicy: PolicyCommand {
  /// The first of a policy, unless a platform was launched under it before.
  static let mayCreate = true
  /// Who issues it, and what it carries out.
  var references: [Reference] {
    [
      .optional("issuer", "details.issuer", details.issuer, Organisation.category),
      .optional("implemented", "details.implements", details.implements, Policy.category),
    ]
  }
  /// Where it holds.
  var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }

  /// One `policy.issued`; a number that its issuer gave to another text is refused.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.title, "details.title")
    if details.hasDocumentNumber {
      try Check.text(details.documentNumber, "details.documentNumber")
    }
    if details.hasAdoptedOn { _ = try Check.date(details.adoptedOn, "details.adoptedOn") }
    if details.hasInForceFrom { _ = try Check.date(details.inForceFrom, "details.inForceFrom") }
    if details.hasTextSha256 { try Check.digest(details.textSha256, "details.textSha256") }
    if details.hasTerritory { try Check.territory(details.territory, "details.territory") }
    try Check.that(
      details.implements != policy, "details.implements", "a policy doesn't carry out itself")
    let event = DecidedEvent(details, to: stream)
    guard try context.state(Policy.self, stream) != nil else { return Decision(events: [event]) }
    if context.isRecorded(event) { return .alreadySo }
    try context.step(Policy.Step.issue, event)
    return Decision(events: [event])
  }
}

extension PBAmendPolicy: PolicyCommand {
  /// One `policy.amended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasDocumentNumber {
      try Check.text(details.documentNumber, "details.documentNumber")
    }
    if details.hasTitle { try Check.text(details.title, "details.title") }
    if details.hasInForceFrom { _ = try Check.date(details.inForceFrom, "details.inForceFrom") }
    if details.hasTextSha256 { try Check.digest(details.textSha256, "details.textSha256") }
    let event = DecidedEvent(details, to: try target())
    try context.step(Policy.Step.amend, event)
    return context.record(event)
  }
}

extension PBRepealPolicy: PolicyCommand {
  /// What replaces it.
  var references: [Reference] {
    [.optional("replacement", "details.by", details.by, Policy.category)]
  }

  /// One `policy.repealed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    if details.hasLastDay {
      let last = try Check.date(details.lastDay, "details.lastDay")
      // A text may have been repealed before it took effect: then it never held.
      if context.standing == .decided,
        let first = try context.target(Policy.self, stream).inForceFrom
      {
        try Check.that(
          last >= first, "details.lastDay",
          "details.lastDay \(last) lies before \(first), from when \(policy) holds")
      }
    }
    try Check.that(details.by != policy, "details.by", "a policy doesn't replace itself")
    return try context.recordOnce(Policy.Step.repeal, DecidedEvent(details, to: stream))
  }
}

extension PBPublishRuleset: PolicyCommand {
  /// We read the rules out of the text.
  static let standings = StandingPolicy.either(default: .decided)

  /// One `policy.ruleset-published`, of rules that the book has.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasVersion, "details.version", "a number from 1")
    try Check.positive(details.version, "details.version")
    try Check.present(!details.rules.isEmpty, "details.rules", "the rules' numbers, as R05")
    for (index, number) in details.rules.enumerated() {
      try Check.that(
        RuleBook.rule(number) != nil, "details.rules[\(index)]", "the book has no rule \(number)")
    }
    if details.hasTextSha256 { try Check.digest(details.textSha256, "details.textSha256") }
    if details.hasInForceFrom { _ = try Check.date(details.inForceFrom, "details.inForceFrom") }
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    let known = try context.target(Policy.self, stream).rulesets[Int(details.version)]
    guard known == nil else {
      throw Rejection(
        .alreadyExists, "\(stream) has a ruleset \(details.version) already",
        field: "details.version", stream: stream)
    }
    try context.step(Policy.Step.amend.called("publishing rules"), event)
    return Decision(events: [event])
  }
}

extension PBLaunchPlatform: PolicyCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// The launch may be all that is known.
  static let mayCreate = true
  /// Who runs it, with whom, and who supports it.
  var references: [Reference] {
    [.optional("organiser", "details.organiser", details.organiser, Organisation.category)]
      + details.cosponsors.enumerated().map { index, one in
        .required("cosponsor", "details.cosponsors[\(index)]", one, Organisation.category)
      }
      + details.supporters.enumerated().map { index, one in
        .required("supporter", "details.supporters[\(index)]", one, Organisation.category)
      }
  }

  /// One `policy.platform-launched`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.name, "details.name")
    let event = DecidedEvent(details, to: stream)
    guard try context.state(Policy.self, stream) != nil else { return Decision(events: [event]) }
    try context.step(Policy.Step.launch, event)
    return context.record(event)
  }
}
