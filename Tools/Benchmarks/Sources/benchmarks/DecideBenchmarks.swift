import CommandHandling
import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import PersonalData

/// What one decision costs: to load the stream and its context, to fold them, to decide.
///
/// Nothing is recorded. The world is the story of `Schemas/golden/commands.ndjson`, in which every
/// aggregate stands in its context; the streams that a command reads or continues are then grown.
struct DecideBenchmarks {
  let scale: Scale

  private struct Subject: Sendable {
    let name: String
    /// A command of its kind that is taken; never the same twice.
    let json: @Sendable (Int) -> String
  }

  /// The streams that are grown: an employer, a host, a placement.
  private static func growth(_ index: Int) -> [String] {
    let day = "2022-1\(index % 3)-\(10 + index % 18)"
    return [
      #"{"occurred":"2021-01","reportStaffCount":{"organisation":"organisation-motor","details":{"total":\#(900 + index)}}}"#,
      #"{"occurred":"2021-01","reportStaffCount":{"organisation":"organisation-zone-motor","details":{"total":\#(300 + index)}}}"#,
      #"{"occurred":"\#(day)","standing":"REPORTED","recordSchoolVisit":{"placement":"placement-zhao","details":{"visitor":"person-qian","mode":"ON_SITE"}}}"#,
    ]
  }

  /// A student with nothing but an enrolment, one with one agreement, and one who was at several
  /// posts: the rules look at each of them.
  private enum Student: String {
    case new, lone, zhao
  }

  private static let beginnings =
    enrolled(.new) + enrolled(.lone) + [agreement("internship.agreement-lone", of: .lone)]

  private static func enrolled(_ student: Student) -> [String] {
    [
      #"{"occurred":"2020-09-01","registerPerson":{"person":"person-\#(student)","personal":{"name":"Lone","birthDate":"2003-05-05"}}}"#,
      #"{"occurred":"2020-09-01","enrolStudent":{"enrolment":"enrolment-\#(student)","details":{"person":"person-\#(student)","school":"organisation-zone-college","gradeYear":3,"classYear":2023,"mode":"FULL_TIME"}}}"#,
    ]
  }

  private static func parties(_ student: Student) -> String {
    #""kind":"POST","student":"person-\#(student)","enrolment":"enrolment-\#(student)","school":"organisation-zone-college","host":"organisation-zone-motor""#
  }

  private static func agreement(_ name: String, of student: Student) -> String {
    #"{"occurred":"2022-10-01","standing":"REPORTED","reportInternshipAgreementSigned":{"internshipAgreement":"\#(name)","details":{\#(parties(student)),"agreement":"agreement-zone","terms":{"post":"fitter","region":"510112","place":"Hall 2","from":"2022-10-10","to":"2023-04-09","monthlyPayFen":"320000"},"signedBy":["STUDENT","SCHOOL_SIDE","HOST_SIDE"]}}}"#
  }

  private static func placement(_ name: String, of student: Student) -> String {
    #"{"occurred":"2022-10-10","standing":"REPORTED","startPlacement":{"placement":"\#(name)","details":{"parties":{\#(parties(student)),"internshipAgreement":"internship.agreement-\#(student)","post":"fitter","region":"510112"}}}}"#
  }

  private static let subjects: [Subject] = [
    Subject(name: "staff count") {
      #"{"occurred":"2021-02","reportStaffCount":{"organisation":"organisation-motor","details":{"total":\#(5_000 + $0)}}}"#
    },
    Subject(name: "internship agreement") { agreement("internship.agreement-b\($0)", of: .new) },
    Subject(name: "agreement that overlaps others") {
      agreement("internship.agreement-b\($0)", of: .zhao)
    },
    Subject(name: "placement") { placement("placement-b\($0)", of: .lone) },
    Subject(name: "placement that overlaps others") { placement("placement-b\($0)", of: .zhao) },
    Subject(name: "school visit") {
      #"{"occurred":"2022-12-0\#(1 + $0 % 9)","standing":"REPORTED","recordSchoolVisit":{"placement":"placement-zhao","details":{"visitor":"person-qian","mode":"ON_SITE"}}}"#
    },
    Subject(name: "membership") { _ in
      #"{"occurred":"2022-07-01","standing":"REPORTED","applyForMembership":{"alliance":"alliance-zone","organisation":"organisation-motor","details":{}}}"#
    },
    Subject(name: "outcome") {
      #"{"occurred":"2023-07-02","standing":"REPORTED","declareOutcome":{"outcome":"outcome-b\#($0)","details":{"graduate":"person-zhao","enrolment":"enrolment-zhao","facts":{"category":"10","codeListVersion":"2023","employer":"organisation-motor","industry":"C3610","region":"510112","startedOn":"2023-07-01"}}}}"#
    },
  ]

  func decides() async throws -> [Figure] {
    var figures: [Figure] = []
    for length in [10, 25, 50] {
      figures += try await withTemporaryDirectory { directory in
        try await decides(length, directory)
      }
    }
    return figures
  }

  private func decides(_ length: Int, _ directory: String) async throws -> [Figure] {
    let data = directory + "/data"
    let log = try EventLog.create(at: data, origin: "example.org/benchmark")
    defer { log.close() }
    let key = directory + "/data.key"
    try KeyEncryptionKey.create(at: key)
    let personal = try PersonalStore(dataDirectory: data, key: .file(key))
    try Recovery(personal, from: log)
    let handler = CommandHandler(log: log, personal: personal)
    try await Self.tell(to: handler)
    try await Self.grow(to: length, handler)
    try log.flushIndex()
    let count = scale == .small ? 200 : 2_000
    var cached: [(String, [Double])] = []
    var read: [(String, [Double])] = []
    for subject in Self.subjects {
      let commands = try (0..<count).map {
        try ParsedCommand(CommandJSON.command(Array(subject.json($0).utf8)))
      }
      cached.append((subject.name, try Self.microseconds(commands) { handler }))
      read.append(
        (
          subject.name,
          try Self.microseconds(commands.prefix(count / 4)) {
            // Its cache is empty: every stream is read from the log and folded.
            CommandHandler(log: log, personal: personal)
          }
        ))
    }
    return [
      Self.figure("streams of \(length) events, cached as in a service", cached, .atMost(50)),
      Self.figure("the same, all streams read from the log", read, .none),
    ]
  }

  private static func figure(
    _ what: String, _ times: [(String, [Double])], _ target: Figure.Target
  ) -> Figure {
    let slowest = times.max { $0.1.median < $1.1.median }
    return Figure(
      name: "decide, the slowest of \(times.count) kinds, \(what)", unit: "µs",
      values: [slowest?.1.median ?? .nan], target: target,
      notes: times.map { "\($0.0) \(short($0.1.median))" }.joined(separator: ", "))
  }

  private static func microseconds(
    _ commands: some Sequence<ParsedCommand>, _ handler: () -> CommandHandler<CooperationDecider>
  ) throws -> [Double] {
    var times: [Double] = []
    let actor = Actor(user: "u", role: "clerk", assurance: .local)
    for command in commands {
      var rehearsal = CommandRehearsal(handler: handler(), actor: actor, channel: .import)
      let start = ContinuousClock.now
      let receipt = try rehearsal.rehearse(command)
      times.append(start.duration(to: .now).inSeconds * 1e6)
      guard receipt.status == .recorded else {
        throw BenchmarkFailure("\(command.name) is already so")
      }
    }
    return times
  }

  /// Records the golden story.
  private static func tell(to handler: CommandHandler<CooperationDecider>) async throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    let story = try String(
      contentsOf: root.appending(path: "Schemas/golden/commands.ndjson"), encoding: .utf8)
    for line in story.split(separator: "\n") {
      // A story for tests: some of its lines are refused in a log of its own.
      _ = try? await record(String(line), handler)
    }
  }

  private static func grow(
    to length: Int, _ handler: CommandHandler<CooperationDecider>
  ) async throws {
    for json in beginnings { try await record(json, handler) }
    for index in 0..<length {
      for json in growth(index) {
        let command = try ParsedCommand(CommandJSON.command(Array(json.utf8)))
        guard try handler.history(of: command.target).recorded.count < length else { continue }
        try await record(json, handler)
      }
    }
  }

  private static func record(
    _ json: String, _ handler: CommandHandler<CooperationDecider>
  ) async throws {
    _ = try await handler.handle(
      ParsedCommand(CommandJSON.command(Array(json.utf8))),
      actor: Actor(user: "u", role: "clerk", assurance: .local), channel: .import)
  }
}
