public import Deciding
public import EventModel

/// An agreement of one student, a school and a host.
public struct InternshipAgreement: LifeCycle {
  /// Where an internship agreement stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Its text is written; not all three have signed.
    case prepared
    /// All three have signed one text, or a report says that it was signed.
    case complete
    /// A bureau has it on file.
    case filed
    /// It never held.
    case annulled
    /// Another one took its place.
    case superseded
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.annulled, .superseded]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What the internship is for.
  public internal(set) var kind: PBInternshipKind?
  /// The student.
  public internal(set) var student: StreamName?
  /// The student's enrolment at the school.
  public internal(set) var enrolment: StreamName?
  /// The school.
  public internal(set) var school: StreamName?
  /// The host.
  public internal(set) var host: StreamName?
  /// The cooperation agreement it rests on.
  public internal(set) var agreement: StreamName?
  /// The offered post.
  public internal(set) var hostPost: StreamName?
  /// What the three agree on, amendments taken in.
  public internal(set) var terms = PBInternshipTerms()
  /// The digest of its text.
  public internal(set) var document: String?
  /// Whether its signing was reported from elsewhere.
  public internal(set) var isReported = false
  /// When the student agreed, being informed.
  public internal(set) var consented: Moment?
  /// When a guardian agreed.
  public internal(set) var guardianConsented: Moment?
  /// Who has signed, and when.
  public internal(set) var signatures: [PBInternshipParty: Moment] = [:]
  /// The texts that were signed.
  var signedDocuments: Set<String> = []
  /// When it was complete.
  public internal(set) var completed: Moment?
  /// The insurances.
  var insurances: [Insurance] = []
  /// The agreement whose place it takes once it is complete.
  public internal(set) var supersedes: StreamName?
  /// When another agreement took its place.
  public internal(set) var superseded: Moment?
  /// The agreement that took its place.
  public internal(set) var successor: StreamName?

  /// An insurance that covers the internship.
  struct Insurance: Hashable, Sendable {
    /// What it covers.
    let kind: PBInsuranceAttached.Kind
    /// Its first day.
    let from: CivilDate?
    /// Its last day.
    let to: CivilDate?

    init(_ fact: PBInsuranceAttached) {
      kind = fact.kind
      from = CivilDate(field: fact.from)
      to = CivilDate(field: fact.to)
    }
  }

  /// Whether it holds: complete, and neither annulled nor superseded.
  public var isComplete: Bool { phase == .complete || phase == .filed }

  /// The first day of the internship, if it is known.
  public var from: CivilDate? { CivilDate(field: terms.from) }
  /// The last day of the internship, if it is known.
  public var to: CivilDate? { CivilDate(field: terms.to) }
}

extension InternshipAgreement {
  /// The three whose signatures make it complete.
  public static let parties: [PBInternshipParty] = [.student, .schoolSide, .hostSide]

  /// The steps of an internship agreement's life after it was prepared.
  enum Step {
    static let sign = Transition<InternshipAgreement>(from: [.prepared], "signing")
    static let complete = Transition<InternshipAgreement>(from: [.prepared], to: .complete)
    static let insure = Transition<InternshipAgreement>(
      from: [.prepared, .complete, .filed], "insurance")
    static let file = Transition<InternshipAgreement>(from: [.complete], to: .filed, "filing")
    static let amend = Transition<InternshipAgreement>(from: [.complete, .filed], "amending")
    static let annul = Transition<InternshipAgreement>(
      from: [.prepared, .complete, .filed, .superseded], to: .annulled, "annulling")
    static let supersede = Transition<InternshipAgreement>(
      from: [.prepared, .complete, .filed], to: .superseded, "superseding")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout InternshipAgreement?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .prepared(let fact) where state == nil:
      state = InternshipAgreement(phase: .prepared)
      state?.describe(fact)
    case .reportedSigned(let fact):
      if state == nil {
        state = InternshipAgreement(phase: .prepared)
      } else {
        state?.take(Step.sign, event)
        // Signed on another day it may be another one.
        if let known = state?.completed, !known.mayBe(event.occurred) {
          state?.passOver(event)
          return
        }
      }
      state?.reportSigned(fact, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .prepared, .reportedSigned: passOver(event)
    // Who agreed or signed says nothing new by doing so again: the first day counts.
    case .consentGiven where consented == nil:
      take(Step.sign, event)
      consented = event.occurred
    case .guardianConsented where guardianConsented == nil:
      take(Step.sign, event)
      guardianConsented = event.occurred
    case .consentGiven, .guardianConsented: break
    case .signed(let fact):
      if signatures[fact.party] == nil {
        take(Step.sign, event)
        signatures[fact.party] = event.occurred
      }
      if fact.hasDocumentSha256 { signedDocuments.insert(fact.documentSha256) }
      completeIfSigned(event)
    case .insuranceAttached(let fact):
      take(Step.insure, event)
      insurances.append(Insurance(fact))
    case .filed: take(Step.file, event)
    case .amended(let fact):
      take(Step.amend, event)
      amend(fact)
    case .annulled: take(Step.annul, event)
    case .superseded(let fact):
      superseded = end(Step.supersede, event, at: superseded)
      if isPassedOver(event) { return }
      successor = StreamName(field: fact.successor) ?? successor
    }
  }

  // What a text that was signed elsewhere doesn't tell stays as it was.
  private mutating func describe(_ fact: PBInternshipAgreementDrawnUp) {
    if fact.hasKind { kind = fact.kind }
    student = StreamName(field: fact.student) ?? student
    enrolment = StreamName(field: fact.enrolment) ?? enrolment
    school = StreamName(field: fact.school) ?? school
    host = StreamName(field: fact.host) ?? host
    agreement = StreamName(field: fact.agreement) ?? agreement
    hostPost = StreamName(field: fact.hostPost) ?? hostPost
    supersedes = StreamName(field: fact.supersedes) ?? supersedes
    terms = terms.merged(with: fact.terms)
    if fact.hasDocumentSha256 { document = fact.documentSha256 }
  }

  // A report that doesn't say who signed is taken at its word: it was signed.
  private mutating func reportSigned(
    _ fact: PBInternshipAgreementDrawnUp, _ event: EffectiveEvent
  ) {
    describe(fact)
    isReported = true
    let signers = fact.signedBy.isEmpty ? Self.parties : fact.signedBy
    for party in signers { signatures[party] = signatures[party].told(event.occurred) }
    // All of them told again tell again when it was complete.
    if Self.parties.allSatisfy(signers.contains) {
      completed = completed?.narrowed(by: event.occurred)
    }
    completeIfSigned(event)
  }

  private mutating func completeIfSigned(_ event: EffectiveEvent) {
    guard phase == .prepared, signedDocuments.count <= 1,
      Self.parties.allSatisfy({ signatures[$0] != nil })
    else { return }
    phase = .complete
    completed = event.occurred
    document = document ?? signedDocuments.first
  }

  private mutating func amend(_ fact: PBInternshipAgreementAmended) {
    terms = terms.merged(with: fact.terms)
    if let host = StreamName(field: fact.host) { self.host = host }
    if fact.hasDocumentSha256 { document = fact.documentSha256 }
  }
}
