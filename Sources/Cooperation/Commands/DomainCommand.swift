public import Deciding
public import EventModel
public import SwiftProtobuf

/// Whose acts a command may record.
public enum StandingPolicy: Hashable, Sendable {
  /// Only our own.
  case decidedOnly
  /// Only facts that happened elsewhere.
  case reportedOnly
  /// Both; the command says which, or leaves it to the default.
  case either(default: Standing)
}

/// One kind of request, implemented by its generated message.
///
/// What every command needs is done once in ``CooperationDecider``: texts are checked, the target
/// and all ``references`` are loaded and must exist, the future is refused, events get what they are
/// about, codes are claimed, rules judge. A conforming type says only what is its own.
public protocol DomainCommand: Message, Sendable {
  /// Its name in JSON, as `registerOrganisation`; written by `Tools/generate`.
  static var name: String { get }
  /// On whose behalf it is given. Each aggregate says so of its commands: there is no default.
  static var duty: Duty { get }
  /// Whose acts it may record.
  static var standings: StandingPolicy { get }
  /// Whether it brings its target into being.
  static var creates: Bool { get }
  /// Whether it may bring its target into being, and may as well find it there.
  static var mayCreate: Bool { get }

  /// From when until when it may take effect, other than on the day on which it occurred.
  var effect: EffectiveDays { get }

  /// The stream it is about.
  ///
  /// - Throws: ``Rejection`` when the name is missing or malformed.
  func target() throws(Rejection) -> StreamName
  /// The streams it names besides; they must exist, and the fact is about them.
  var references: [Reference] { get }
  /// The codes it uses; one that stands in no list holds the fact for review.
  var codes: [CodeUse] { get }
  /// What else the decision needs to see, given what has been loaded so far.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings
  /// The events that it leads to; an empty decision means "already so".
  ///
  /// - Precondition: the target, the references and all of ``reads(_:)`` are loaded.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision
  /// The same command without what is personal; `nil` when nothing in it is.
  func withoutPersonal() -> PBCommand.OneOf_Body?
}

extension DomainCommand {
  /// Most commands are about something that exists.
  public static var creates: Bool { false }
  /// Most commands are about something that exists.
  public static var mayCreate: Bool { false }
  /// Most commands take effect when they occur.
  public var effect: EffectiveDays { .asItOccurs }
  /// Most commands name nothing but their target.
  public var references: [Reference] { [] }
  /// Most commands use no code of a list.
  public var codes: [CodeUse] { [] }
  /// Most commands need no more than their target and references.
  public func reads(_ context: DecisionContext) throws(Rejection) -> Readings { [] }
  /// Most commands hold nothing personal.
  public func withoutPersonal() -> PBCommand.OneOf_Body? { nil }
}

extension DecisionContext {
  /// What a command's target is, on its whole effective state: transitions are judged on it.
  ///
  /// - Throws: ``Rejection`` with code `wrongState` when its registration was voided.
  public func target<A: TabledAggregate>(
    _ aggregate: A.Type, _ stream: StreamName
  ) throws(Rejection) -> A {
    guard let entity = try state(aggregate, stream) else {
      throw .wrongState(stream, "the registration of \(stream) was voided")
    }
    return entity
  }

  /// What a command's target is when its next step is judged: our own act on the whole effective
  /// state; a report, which may come late, where it falls in the order of what happened.
  ///
  /// - Throws: ``Rejection`` with code `wrongState` when its registration was voided.
  public func current<A: TabledAggregate>(
    _ aggregate: A.Type, _ stream: StreamName
  ) throws(Rejection) -> A {
    let whole = try target(aggregate, stream)
    if standing == .decided { return whole }
    return try state(aggregate, stream, asOf: occurred) ?? whole
  }

  /// What a decision may rest on: all that is effective for a report, only what is confirmed for
  /// our own act.
  public func ground(_ stream: StreamName) -> StreamHistory {
    let history = history(of: stream)
    return standing == .decided ? history.confirmed : history
  }

  /// A referenced entity as it was at the command's moment; rules and conditions are judged on it.
  ///
  /// - Throws: ``Rejection`` when it is unconfirmed, voided, or was not there yet.
  public func referenced<A: TabledAggregate>(
    _ aggregate: A.Type, _ stream: StreamName, field: String? = nil
  ) throws(Rejection) -> A {
    if let entity = try ground(stream).state(aggregate, asOf: occurred) { return entity }
    if try history(of: stream).state(aggregate) == nil {
      throw Rejection(
        .unknownStream, "the registration of \(stream) was voided", field: field, stream: stream)
    }
    if try ground(stream).state(aggregate) == nil {
      throw Rejection(
        .unconfirmed, "\(stream) is under review and no ground for a decided act", field: field,
        stream: stream)
    }
    // Its registration is the first event of its stream: it was there before we knew since when.
    guard let entity = try ground(stream).state(aggregate) else {
      throw Rejection(.unknownStream, "\(stream) is unknown", field: field, stream: stream)
    }
    return entity
  }
}
