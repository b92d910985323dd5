@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `The door` {
  private func parse(_ json: String) throws(Rejection) -> ParsedCommand {
    try ParsedCommand(CommandJSON.command(Array(json.utf8)))
  }

  private func registration(_ details: String, _ more: String = "") -> String {
    """
    {\(more)"occurred":"2022-06-30","registerOrganisation":{"organisation":"organisation-a",
     "details":{\(details)}}}
    """
  }

  @Test(
    arguments: [
      (
        #"{"registerOrganisation":{"details":{"name":"A","kind":"ENTERPRIS"}}}"#,
        "registerOrganisation.details.kind is one of ENTERPRISE, SCHOOL, "
      ),
      (
        #"{"standing":"GUESSED","registerOrganisation":{"details":{"name":"A"}}}"#,
        "standing is one of DECIDED, REPORTED"
      ),
      (
        #"{"registerOrganisation":{"details":{"staffOnPost":99999999999999}}}"#,
        "staffOnPost takes a whole number from -2147483648 to 2147483647"
      ),
      (
        #"{"registerOrganisation":{},"expected":[{"revision":-1}]}"#,
        "revision takes a whole number from 0 to 18446744073709551615"
      ),
      (
        #"{"approveGrant":{"details":{"amountFen":"99999999999999999999"}}}"#,
        "amountFen takes a whole number from -9223372036854775808 to 9223372036854775807"
      ),
      (
        #"{"registerOrganisation":{"details":{"name":"a\ud800b"}}}"#,
        "registerOrganisation.details.name holds an escape that is no character"
      ),
      (
        #"{"registerOrganization":{}}"#,
        "there is no command or field registerOrganization; did you mean registerOrganisation"
      ),
      (#"{"ocurred":"2022"}"#, "did you mean occurred"),
      (#"{"giveAproval":{}}"#, "did you mean giveApproval"),
      (#"{"zzzzzzzzzzzzzzzzzzzz":1}"#, "Schemas/concord/v1/command.proto lists them"),
      (
        #"{"\#(String(repeating: "registerOrganisation", count: 20))":1}"#,
        "there is no field with a name of 400 bytes"
      ),
      (
        #"{"registerOrganisation":{"details":{"nam":"A"}}}"#,
        "there is no field registerOrganisation.details.nam; Schemas/concord/v1 lists"
      ),
    ] as [(String, String)])
  func `says what would be right`(json: String, words: String) {
    let no = refused(.malformedValue) { () throws(Rejection) in try parse(json) }
    #expect(no?.reason.contains(words) == true, "\(no?.reason ?? "")")
  }

  @Test func `tells the range of the first value that is wrong, where another is wrong, too`() {
    let no = refused(.malformedValue, field: "expected[0].revision") { () throws(Rejection) in
      try parse(
        #"{"expected":[{"revision":-1}],"registerOrganisation":{"details":{"name":7}}}"#)
    }
    #expect(no?.reason.contains(" from 0 to 18446744073709551615") == true, "\(no?.reason ?? "")")
  }

  @Test(
    arguments: [
      ("", nil), ("[]", nil), ("{", nil), (#"{"a":1} x"#, nil), (#"{"a""#, "a"),
      (#"{"a":"#, "a"), ("{}", nil), (#"{"occurred":"2022"}"#, nil),
      (#"{"registerOrganization":{}}"#, "registerOrganization"),
      (
        #"{"registerOrganisation":{"organisation":"organisation-a","details":{"nam":"A"}}}"#,
        "registerOrganisation.details.nam"
      ),
      (
        #"{"registerOrganisation":{"organisation":"organisation-a","organisation":"organisation-b"}}"#,
        "registerOrganisation.organisation"
      ),
      (
        #"{"registerOrganisation":{"details":{"name":"A","staffOnPost":"many"}}}"#,
        "registerOrganisation.details.staffOnPost"
      ),
      (
        #"{"registerOrganisation":{"details":{"staffOnPost":1.5}}}"#,
        "registerOrganisation.details.staffOnPost"
      ),
      (
        #"{"registerOrganisation":{"details":{"name":7}}}"#, "registerOrganisation.details.name"
      ),
      (
        #"{"registerOrganisation":{"details":{"kind":"FIRM"}}}"#,
        "registerOrganisation.details.kind"
      ),
      (
        #"{"recordVerification":{"passed":"yes"}}"#, "recordVerification.passed"
      ),
      (
        #"{"registerOrganisation":{"details":{"names":[{"name":"a"},{"name":1}]}}}"#,
        "registerOrganisation.details.names[1].name"
      ),
    ] as [(String, String?)])
  func `refuses what is no command, and names the field`(json: String, field: String?) {
    let no = refused(.malformedValue) { () throws(Rejection) in try parse(json) }
    #expect(no?.field == field, "\(no?.reason ?? "")")
  }

  @Test(
    arguments: [
      (
        #"{"draftAgreement":{"agreement":"agreement-a","details":{"parties":["organisation-s","organisation-h"],"plannedInterns":"many"}}}"#,
        "draftAgreement.details.plannedInterns", "a whole number from -2147483648 to 2147483647"
      ),
      (
        #"{"draftAgreement":{"agreement":"agreement-a","details":{"parties":["organisation-s","organisation-h"],"forms":["ORDER_CLASS","NEW_FORM","NEWER"]}}}"#,
        "draftAgreement.details.forms[1]", "is one of "
      ),
      (
        #"{"draftAgreement":{"agreement":"agreement-a","details":{"parties":["organisation-s",7]}}}"#,
        "draftAgreement.details.parties[1]", "takes a text"
      ),
      (
        #"{"draftAgreement":{"agreement":"agreement-a","details":{"parties":{"a":1},"forms":[]}}}"#,
        "draftAgreement.details.parties", "draftAgreement.details.parties"
      ),
      (
        #"{"draftAgreement":{"details":{"parties":["a","b"]},"agreement":{}}}"#,
        "draftAgreement.agreement", "takes a text"
      ),
      (
        #"{"registerOrganisation":{"details":{"names":[{"name":"{\"[\\"},{"name":1}]}}}"#,
        "registerOrganisation.details.names[1].name", "takes a text"
      ),
    ])
  func `blames the value that is wrong, not what stands before it`(
    json: String, field: String, words: String
  ) {
    let no = refused(.malformedValue) { () throws(Rejection) in try parse(json) }
    #expect(no?.field == field, "\(no?.reason ?? "")")
    #expect(no?.reason.contains(words) == true, "\(no?.reason ?? "")")
  }

  @Test func `takes a command behind a byte order mark, and says what an empty line lacks`() throws
  {
    let json = registration(#""kind":"SCHOOL","name":"A""#)
    #expect(try parse("\u{FEFF}" + json).digest == parse(json).digest)
    for empty in ["", " ", "\u{FEFF}"] {
      let no = refused(.malformedValue) { () throws(Rejection) in try parse(empty) }
      #expect(no?.reason.contains("is empty") == true)
    }
  }

  @Test func `names the field behind 20,000 others`() {
    let names = Array(repeating: #"{"name":"a"}"#, count: 20_000).joined(separator: ",")
    let json =
      #"{"registerOrganisation":{"details":{"names":[\#(names),{"name":1}]}}}"#
    refused(.malformedValue, field: "registerOrganisation.details.names[20000].name") {
      () throws(Rejection) in try parse(json)
    }
  }

  @Test func `takes at most 64 expected revisions`() throws {
    func parse(_ count: Int) throws(Rejection) -> ParsedCommand {
      let expected = (0..<count).map { #"{"stream":"organisation-\#($0)"}"# }
      return try self.parse(
        registration(
          #""kind":"SCHOOL","name":"A""#, #""expected":[\#(expected.joined(separator: ","))],"#))
    }
    #expect(try parse(64).expected.count == 64)
    refused(.malformedValue, field: "expected") { () throws(Rejection) in try parse(65) }
  }

  @Test func `refuses a line break in a name, and takes it in a text`() throws {
    refused(.malformedValue, field: "registerOrganisation.details.name") {
      () throws(Rejection) in
      try parse(registration(#""kind":"SCHOOL","name":"A\nB""#))
    }
    _ = try parse(
      #"{"occurred":"2022","suspendOrganisation":{"organisation":"organisation-a","details":{"reason":"a\nb"}}}"#
    )
  }

  @Test func `counts what is stored, not what is seen`() {
    // One letter and 300 marks on it are one character to the eye.
    let tower = "e" + String(repeating: "\u{0323}\u{0302}", count: 150)
    refused(.malformedValue, field: "registerOrganisation.details.name") {
      () throws(Rejection) in
      try parse(registration(#""kind":"SCHOOL","name":"\#(tower)""#))
    }
  }

  @Test func `refuses a field that is given under both its names`() {
    refused(.malformedValue, field: "registerOrganisation.details.creditCode") {
      () throws(Rejection) in
      try parse(
        registration(
          #""kind":"SCHOOL","name":"A","credit_code":"91330203XXXX00019A","creditCode":"91330203XXXX000350""#
        ))
    }
    refused(.malformedValue, field: "registerOrganisation.details.n\u{61}me") {
      () throws(Rejection) in
      try parse(registration(#""kind":"SCHOOL","name":"A","n\u0061me":"B""#))
    }
  }

  @Test func `refuses two commands in one, and too deep a nesting`() {
    refused(.malformedValue) { () throws(Rejection) in
      try parse(#"{"registerOrganisation":{},"registerPerson":{}}"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try parse(String(repeating: #"{"a":"#, count: 100))
    }
    refused(.malformedValue) { () throws(Rejection) in
      try parse(#"{"a":"\#(String(repeating: "x", count: CommandJSON.byteLimit))"}"#)
    }
  }

  @Test(arguments: [
    ("id", #""id":"7","#), ("occurred", #""occurred":"30.6.2022","#),
    ("occurred", #""occurred":"2022-02-30","#), ("effectiveFrom", #""effectiveFrom":"soon","#),
    ("effectiveTo", #""effectiveTo":"never","#), ("corrects", #""corrects":"1","#),
    ("source.sha256", #""source":{"sha256":"abc"},"#),
    ("source.publishedOn", #""source":{"publishedOn":"2022"},"#),
    ("expected[0].stream", #""expected":[{"stream":"Nobody"}],"#),
  ])
  func `refuses what is malformed in the envelope`(field: String, envelope: String) {
    refused(.malformedValue, field: field) { () throws(Rejection) in
      try parse(
        #"{\#(envelope)"registerOrganisation":{"organisation":"organisation-a","details":{"kind":"SCHOOL","name":"A"}}}"#
      )
    }
  }

  @Test(arguments: [
    "\u{0}", "\u{7}", "\u{7F}", "\u{85}", "\u{200B}", "\u{200E}", "\u{202E}", "\u{2066}",
    "\u{FEFF}", "\u{2028}", "\u{AD}", "\u{E0041}",
  ])
  func `refuses control and direction characters, never strips them`(mark: String) {
    let scalar = mark.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) }
    var command = PBCommand()
    command.occurred = "2022-06-30"
    command.registerOrganisation = .with {
      $0.organisation = "organisation-a"
      $0.details.kind = .school
      $0.details.name = "A\(mark)B"
    }
    let no = refused(.malformedValue, field: "registerOrganisation.details.name") {
      () throws(Rejection) in
      try ParsedCommand(command)
    }
    #expect(no?.reason.contains("U+" + (scalar ?? "")) == true)
  }

  @Test func `takes names of 200 and texts of 4,000 characters, and no more`() throws {
    func name(_ count: Int) -> String {
      registration(#""kind":"SCHOOL","name":"\#(String(repeating: "学", count: count))""#)
    }
    _ = try parse(name(200))
    refused(.malformedValue, field: "registerOrganisation.details.name") {
      () throws(Rejection) in
      try parse(name(201))
    }
    func reason(_ count: Int) -> String {
      #"{"suspendOrganisation":{"organisation":"organisation-a","details":{"reason":"\#(String(repeating: "x", count: count))"}},"occurred":"2022"}"#
    }
    _ = try parse(reason(4000))
    refused(.malformedValue, field: "suspendOrganisation.details.reason") {
      () throws(Rejection) in
      try parse(reason(4001))
    }
  }

  @Test func `brings text into one form, so that equal names are equal`() throws {
    var story = Story()
    for (id, name) in [("a", "Cafe\\u0301"), ("b", "Caf\u{E9}"), ("c", "Cafe\u{301}")] {
      try story.tell(
        #"{"registerOrganisation":{"organisation":"organisation-\#(id)","details":{"kind":"OTHER","name":"\#(name)"}}}"#
      )
    }
    let scalars = try ["a", "b", "c"].map {
      Array(
        try #require(try story.state(Organisation.self, "organisation-\($0)")).name.unicodeScalars)
    }
    #expect(scalars[0] == Array("Caf\u{E9}".unicodeScalars))
    #expect(scalars[1] == scalars[0] && scalars[2] == scalars[0])
  }

  @Test func `refuses a value of a closed list that has no name`() {
    for number in [0, 99] {
      refused(.malformedValue) { () throws(Rejection) in
        try parse(registration(#""kind":\#(number),"name":"A""#))
      }
    }
  }

  @Test func `asks a report when it happened, and lets an act be now`() throws {
    refused(.malformedValue, field: "occurred") { () throws(Rejection) in
      try parse(
        #"{"registerOrganisation":{"organisation":"organisation-a","details":{"kind":"SCHOOL","name":"A"}}}"#
      )
    }
    let act = try parse(
      #"{"grantServiceRole":{"organisation":"organisation-a","details":{"role":"STEWARD"}}}"#)
    let now = RecordedTime(microseconds: 1_656_561_600_000_000)
    #expect(act.occurred == nil)
    #expect(act.occurred(now: now, zone: .shanghai).description == "2022-06-30T12:00:00+08:00")
  }

  @Test func `keeps what the recorder says and nothing of who he is`() throws {
    let parsed = try parse(
      registration(
        #""kind":"SCHOOL","name":"A""#,
        #""id":"00000000-0000-0000-0000-000000000001","effectiveFrom":"2022","effectiveTo":"2023","onBehalfOf":"organisation-s","source":{"evidence":"INFERRED","document":"seed 002"},"expected":[{"stream":"organisation-a"},{"stream":"organisation-b","revision":"3"}],"#
      ))
    #expect(parsed.id == CommandID(high: 0, low: 1))
    #expect(parsed.effectiveFrom?.description == "2022")
    #expect(parsed.evidence == .inferred && parsed.document == "seed 002")
    #expect(parsed.expected.map(\.revision) == [nil, Revision(3)])
    let actor = Actor(user: "u", role: "clerk", assurance: .key)
    let context = parsed.context(
      now: RecordedTime(microseconds: 0), zone: .shanghai, actor: actor, channel: .import)
    #expect(context.actor.user == "u" && context.actor.onBehalfOf == "organisation-s")
    #expect(context.source.channel == .import)
  }

  @Test func `refuses a period that ends before it begins`() throws {
    var story = Story()
    try story.tell(registration(#""kind":"SCHOOL","name":"A""#))
    for (from, to, isRefused) in [
      ("2022", "2021", true), ("2022-06-30", "2022", false), ("2022-06-30", "2022-06-29", true),
    ] {
      let json =
        #"{"effectiveFrom":"\#(from)","effectiveTo":"\#(to)","grantDesignation":{"organisation":"organisation-a","details":{"designation":"KEY"}}}"#
      if isRefused {
        refused(.malformedValue, field: "effectiveTo") { () throws(Rejection) in
          try story.tell(json)
        }
      } else {
        try story.tell(json)
      }
    }
  }

  @Test func `refuses the future, but for five minutes`() throws {
    var story = Story()
    // 2023-11-15T06:13:20+08:00
    for (occurred, isRefused) in [
      ("2023-11-15T06:18:20+08:00", false), ("2023-11-15T06:18:21+08:00", true),
      ("2023-11-15", false), ("2023-11-16", true), ("2023", false), ("2024", true),
      ("<=2030", false),
    ] {
      var fresh = story
      let json =
        #"{"occurred":"\#(occurred)","registerOrganisation":{"organisation":"organisation-a","details":{"kind":"SCHOOL","name":"A"}}}"#
      if isRefused {
        refused(.inTheFuture, field: "occurred") { () throws(Rejection) in try fresh.tell(json) }
      } else {
        try fresh.tell(json)
      }
    }
    try story.register("a")
  }

  @Test func `knows streams by their whole names only`() {
    for (name, isKnown) in [
      ("organisation-a", true), ("a", false), ("person-a", false), ("Organisation-a", false),
      ("", false), ("organisation-a b", false),
    ] {
      var story = Story()
      let json =
        #"{"registerOrganisation":{"organisation":"\#(name)","details":{"kind":"SCHOOL","name":"A"}}}"#
      if isKnown {
        #expect(throws: Never.self) { try story.tell(json) }
      } else {
        refused(.malformedValue, field: "registerOrganisation.organisation") {
          () throws(Rejection) in
          try story.tell(json)
        }
      }
    }
  }
}
