public import Deciding
public import EventModel
internal import SwiftProtobuf

/// Whose acts a command may record.
enum StandingPolicy: Hashable, Sendable {
  /// Only our own.
  case decidedOnly
  /// Only facts that happened elsewhere.
  case reportedOnly
  /// Both; the command says which, or leaves it to the default.
  case either(default: Standing)
}

/// One kind of request, implemented by its generated message.
///
/// ``CooperationDecider`` does once what every command needs: it checks texts, loads the target and all
/// ``references``, which must exist, refuses the future, notes what events are about, claims codes, and asks the
/// rules. A conforming type says only what is its own.
protocol DomainCommand: Message, Sendable {
  /// Its name in JSON, as `registerOrganisation`; written by `Tools/generate`.
  static var name: String { get }
  /// On whose behalf it is given, which decides who may give it. There is no common default: each aggregate has
  /// one for its commands.
  static var duty: Duty { get }
  /// Whose acts it may record.
  static var standings: StandingPolicy { get }
  /// Whether it brings its target into being.
  static var creates: Bool { get }
  /// Whether it may bring its target into being where that isn't there yet.
  static var mayCreate: Bool { get }

  /// Which days of effect it may name besides the day on which it occurred.
  var effect: EffectiveDays { get }

  /// The stream it is about.
  ///
  /// - Throws: ``Rejection`` when the name is missing or malformed.
  func target() throws(Rejection) -> StreamName
  /// The other streams that it names; they must exist, and the fact is about them, too.
  var references: [Reference] { get }
  /// The codes of lists that it uses; one that is in no list holds the fact for review.
  var codes: [CodeUse] { get }
  /// What else has to be loaded for the decision, given what has been loaded so far.
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
  static var creates: Bool { false }
  /// Most commands are about something that exists.
  static var mayCreate: Bool { false }
  /// Most commands take effect when they occur.
  var effect: EffectiveDays { .asItOccurs }
  /// Most commands name nothing but their target.
  var references: [Reference] { [] }
  /// Most commands use no code of a list.
  var codes: [CodeUse] { [] }
  /// Most commands need no more than their target and references.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings { [] }
  /// Most commands hold nothing personal.
  func withoutPersonal() -> PBCommand.OneOf_Body? { nil }
}

extension DecisionContext {
  /// The whole effective state of a command's target; transitions are judged on it.
  ///
  /// - Throws: ``Rejection`` with code `wrongState` when its registration was voided.
  func target<A: TabledAggregate>(
    _ aggregate: A.Type, _ stream: StreamName
  ) throws(Rejection) -> A {
    guard let entity = try state(aggregate, stream) else {
      throw .wrongState(stream, "the registration of \(stream) was voided")
    }
    return entity
  }

  /// The state of a command's target on which its next step is judged. For our own act that is the whole
  /// effective state; for a report, which may come late, the state at the moment it tells of.
  ///
  /// - Throws: ``Rejection`` with code `wrongState` when its registration was voided.
  func current<A: TabledAggregate>(
    _ aggregate: A.Type, _ stream: StreamName
  ) throws(Rejection) -> A {
    let whole = try target(aggregate, stream)
    if standing == .decided { return whole }
    return try state(aggregate, stream, asOf: occurred) ?? whole
  }

  /// The history on which a decision may rest: all that is effective for a report, and only what is confirmed
  /// for our own act.
  public func ground(_ stream: StreamName) -> StreamHistory {
    let history = history(of: stream)
    return standing == .decided ? history.confirmed : history
  }

  /// A referenced entity as it was at the command's moment; rules and conditions are judged on it.
  ///
  /// - Throws: ``Rejection`` when it is unconfirmed, voided, or was not there yet.
  func referenced<A: TabledAggregate>(
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
