internal import EventModel

/// The kinds of streams that a city has.
enum StreamKind: UInt8, CaseIterable {
  case organisation
  case creditCode
  case person
  case enrolment
  case enrolmentCode
  case internshipAgreement
  case placement
  case vacancy
  case application
  case activity
  case exhibitor
  case outcome
  case outcomeCode
  case employment
  case employmentCode
  case assistance
  case assistanceCode
  case campaign
  case visit
  case session
  case intention
  case intentionCode
  case cooperation
  case orderClass
  case classCode
  case alliance
  case membership
  case meeting
  case survey
  case surveyResponse
  case training
  case policy
  case policyCode
  case fund
  case grant
  case grantCode
  case finding
  case dispute
  case internshipCode
}

/// A stream before it has its name.
struct StreamKey: Hashable {
  let kind: StreamKind
  let index: Int

  init(_ kind: StreamKind, _ index: Int) {
    self.kind = kind
    self.index = index
  }
}

/// What a fact names: another stream, and what it is in the fact.
struct Named {
  let role: String
  let stream: StreamKey

  init(_ role: String, _ kind: StreamKind, _ index: Int) {
    self.role = role
    stream = StreamKey(kind, index)
  }
}

/// What a fact is about, in the order in which the deciders write it down.
struct Naming {
  /// Before the fact's own stream, as the state of the entity gives them.
  var before: [Named] = []
  /// After it, as the command names them.
  var after: [Named] = []
  /// Streams that were read only.
  var read: [StreamKey] = []
  /// Whether the fact is about its own stream too; a claim of a code is not.
  var hasTarget = true

  /// How many streams it reads.
  var readCount: Int { before.count + after.count + read.count }

  /// Calls a function with each stream that it reads, in that order.
  func forEachStream(_ body: (StreamKey) -> Void) {
    for named in before { body(named.stream) }
    for named in after { body(named.stream) }
    for stream in read { body(stream) }
  }

  /// Whether it reads such a stream.
  func reads(where matches: (StreamKey) -> Bool) -> Bool {
    before.contains { matches($0.stream) } || after.contains { matches($0.stream) }
      || read.contains(where: matches)
  }
}
