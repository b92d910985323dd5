internal import Deciding
internal import EventModel

/// A command on one target.
protocol TargetCommand: DomainCommand {
  var targetStream: String { get }
}

extension TargetCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Another body's act, mostly.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The target's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(targetStream, "targetStream", Target.category)
  }
}

extension PBSetTarget: TargetCommand {
  /// It brings the target into being.
  static let creates = true
  /// Who is to reach it, who sets it, and on what ground.
  var references: [Reference] {
    [
      .required("subject", "details.subject", details.subject),
      .optional("setter", "details.setBy", details.setBy, Organisation.category),
      .optional("policy", "details.policy", details.policy, Policy.category),
    ]
  }

  /// One `target.set`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasKind, "details.kind", "a kind, as TRAINED")
    try Check.figure(details.figure, "details.figure")
    try Check.period(
      from: details.hasFrom ? details.from : nil, to: details.hasTo ? details.to : nil,
      "details.from", "details.to")
    if details.hasMeasure { try details.measure.check("details.measure") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBReviseTarget: TargetCommand {
  /// One `target.revised`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(
      details.hasFigure || details.hasBound || details.hasTo, "details",
      "a figure, a bound or a last day")
    if details.hasFigure { try Check.figure(details.figure, "details.figure") }
    if details.hasTo {
      let last = try Check.date(details.to, "details.to")
      if let from = try context.target(Target.self, stream).from {
        try Check.that(last >= from, "details.to", "\(last) lies before the first day \(from)")
      }
    }
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    let event = DecidedEvent(details, to: stream)
    try context.step(Target.Step.revise, event)
    return context.record(event)
  }
}

extension PBAssessTarget: TargetCommand {
  /// Who assesses it.
  var references: [Reference] {
    [.optional("assessor", "details.assessor", details.assessor, Organisation.category)]
  }

  /// One `target.assessed`; the figure itself is counted by the target's measure.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasResult, "details.result", "a result, as REACHED")
    if details.hasAsOf { _ = try Check.date(details.asOf, "details.asOf") }
    let event = DecidedEvent(details, to: try target())
    try context.step(Target.Step.assess, event)
    return context.record(event)
  }
}

extension Check {
  fileprivate static func figure(_ text: String, _ field: String) throws(Rejection) {
    try that(
      DecimalFigure(validating: text) != nil, field,
      "a figure is an exact decimal without thousands' marks, as 3000 or 95.5")
  }
}
