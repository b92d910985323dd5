@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

/// Schools, enterprises, people: what the stories of alliances and internships take for granted.
extension Story {
  static let text = String(repeating: "a1", count: 32)
  static let otherText = String(repeating: "b2", count: 32)

  /// Does something to a stream: `field` names the command's field that holds the stream.
  @discardableResult
  mutating func act(
    _ name: String, _ field: String, _ stream: String, _ details: String = "",
    on day: String? = "2022-06-30", as standing: String? = "REPORTED", corrects: String? = nil,
    more: String = ""
  ) throws(Rejection) -> Outcome {
    var head = ""
    if let standing { head += #""standing":"\#(standing)","# }
    if let corrects { head += #""corrects":"\#(corrects)","# }
    let tail = more.isEmpty ? "" : "," + more
    return try tell(
      #"{\#(head)"\#(name)":{"\#(field)":"\#(stream)","details":{\#(details)}\#(tail)}}"#, day)
  }

  /// Takes an event out of effect.
  @discardableResult
  mutating func void(_ stream: String, _ event: String) throws(Rejection) -> Outcome {
    try tell(
      #"{"voidEvent":{"stream":"\#(stream)","event":"\#(event)","reason":"recorded by mistake"}}"#)
  }

  /// A school, two enterprises, an association, an HR institution, a bureau.
  static func world() throws(Rejection) -> Story {
    var story = Story()
    try story.register("school", kind: "SCHOOL", #""schoolLevel":"HIGHER_VOCATIONAL""#)
    try story.register("school2", kind: "SCHOOL", #""schoolLevel":"SECONDARY_VOCATIONAL""#)
    try story.register("university", kind: "SCHOOL", #""schoolLevel":"UNDERGRADUATE""#)
    try story.register("host", #""region":"510112""#)
    try story.register("host2", #""region":"510112""#)
    try story.register("agency", kind: "HR_INSTITUTION")
    try story.register("trade", kind: "INDUSTRY_ASSOCIATION")
    try story.register("bureau", kind: "GOVERNMENT_BODY")
    return story
  }

  /// A student at a school, born that day, in that year of study.
  mutating func student(
    _ id: String = "student", born: String? = "2003-05-05", gradeYear: Int? = 3,
    school: String = "organisation-school"
  ) throws(Rejection) {
    try person(id, born.map { #""name":"N","birthDate":"\#($0)""# } ?? "")
    let year = gradeYear.map { #","gradeYear":\#($0)"# } ?? ""
    try tell(
      #"{"enrolStudent":{"enrolment":"enrolment-\#(id)","details":{"person":"person-\#(id)","#
        + #""school":"\#(school)","mode":"FULL_TIME"\#(year)}}}"#, "2020-09-01")
  }

  /// An alliance that was founded on 30 June 2022.
  mutating func alliance(_ id: String = "alliance-c") throws(Rejection) {
    try act("foundAlliance", "alliance", id, #""name":"The alliance""#)
  }

  /// An agreement of school and host that was signed elsewhere.
  mutating func agreement(
    _ id: String = "agreement-a", on day: String = "2022-06-30", _ more: String = ""
  ) throws(Rejection) {
    try act(
      "reportAgreementSigned", "agreement", id,
      #""parties":["organisation-school","organisation-host"],"kind":"SCHOOL_ENTERPRISE""# + more,
      on: day)
  }

  /// The open findings, by rule, with their subjects.
  func openFindings() throws -> [String] {
    try past.histories.keys.sorted().filter { $0.category.text == "finding" }.compactMap { stream in
      guard let finding = try past.history(stream).state(Finding.self), finding.isOpen else {
        return nil
      }
      return finding.rule
    }.sorted()
  }

  /// Judges the first event of a type in a stream again and records what follows, as the process
  /// manager does: a finding stays while another fact of its streams breaks the rule.
  @discardableResult
  mutating func rejudge(_ stream: String, _ type: String) throws -> [String] {
    let name = try StreamName(validating: stream)
    let history = past.history(name)
    guard let recorded = history.recorded.first(where: { $0.event.type.text == type }) else {
      Issue.record("\(stream) holds no \(type)")
      return []
    }
    let judged = try verdicts(on: recorded)
    var decision = Decision()
    for verdict in judged.verdicts {
      let finding = try past.history(verdict.stream).state(Finding.self)
      if verdict.breach == nil, let finding,
        try isBroken(verdict.stream, in: finding.subjects + [name], besides: recorded)
      {
        continue
      }
      if let event = verdict.event(after: finding) { decision.events.append(event) }
    }
    past.record(
      decision, judged.context, CommandID(high: 2, low: UInt64(past.histories.count)))
    return decision.events.map(\.type.text)
  }

  /// What the rules say of a recorded fact, and what was loaded to say so.
  func verdicts(
    on recorded: RecordedEvent
  ) throws -> (verdicts: [FindingVerdict], context: DecisionContext) {
    let effective = past.history(recorded.stream).effective(recorded.event.id)
    let fact = effective.map(JudgedFact.init) ?? JudgedFact(recorded)
    var context = DecisionContext(
      now: past.now, zone: past.zone, occurred: fact.occurred,
      actor: recorded.event.actor, standing: fact.standing, source: recorded.event.source)
    let decider = CooperationDecider()
    for _ in 0...DecidingLimits.mostRounds {
      switch try decider.judgeAgain(fact, isEffective: effective != nil, context) {
      case .judged(let verdicts): return (verdicts, context)
      case .needs(let readings):
        for reading in readings {
          switch reading {
          case .stream(let stream): context.histories[stream] = past.history(stream)
          case .personal(let part):
            context.personal[part] =
              past.personal[part].map(PersonalPartValue.known) ?? .unavailable
          }
        }
      }
    }
    Issue.record("judging \(recorded.stream) asks for ever")
    return ([], context)
  }

  private func isBroken(
    _ finding: StreamName, in streams: [StreamName], besides fact: RecordedEvent
  ) throws -> Bool {
    for stream in Set(streams) {
      for event in past.history(stream).effective where event.id != fact.event.id {
        let all = try verdicts(on: event.original).verdicts
        if all.contains(where: { $0.stream == finding && $0.breach != nil }) { return true }
      }
    }
    return false
  }
}
