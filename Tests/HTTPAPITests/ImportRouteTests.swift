import EventLog
import EventModel
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

extension TestClientProtocol {
  /// Looks up what rows lead to.
  fileprivate func lookUp(
    _ lookUps: String, commands: String = "", key: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await execute(
      uri: "/v1/look-ups", method: .post, headers: headers,
      body: ByteBuffer(string: #"{"lookUps":[\#(lookUps)],"commands":[\#(commands)]}"#))
  }
}

@Suite struct `Looking up what rows lead to` {
  private static let number = "990200200403150027"

  private static let people = [
    registration().replacing("ENTERPRISE", with: "SCHOOL"),
    #"{"occurred":"2019-09-01","registerPerson":{"person":"person-p","personal":{"name":"赵六","sex":"FEMALE","idNumber":"\#(number)"}}}"#,
    #"{"id":"3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e77","occurred":"2019-09-01","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"enrolStudent":{"enrolment":"enrolment-e","details":{"person":"person-p","school":"organisation-a","mode":"FULL_TIME"},"personal":{"studentNumber":"2019-1"}}}"#,
  ]

  @Test(
    arguments: [
      (#"{"stream":"organisation-a","stream":"organisation-b"}"#, "lookUps.1.stream"),
      (#"{"stream":"organisation-a","\u0073tream":"organisation-b"}"#, "lookUps.1.stream"),
      (
        #"{"particulars":{"name":"赵六","name":"钱七"},"person":"person-p"}"#,
        "lookUps.1.particulars.name"
      ),
    ])
  func `refuses a field that is given twice`(lookUp: String, field: String) async throws {
    try await ServerFixture().ask(.router) { client in
      let answer = try await client.lookUp(#"{"stream":"organisation-a"},\#(lookUp)"#)
      #expect(answer.status == .badRequest, "\(answer.text)")
      #expect(answer.has("urn:concord:problem:malformed-value"), "\(answer.text)")
      #expect(answer.has(#""field":"\#(field)""#), "\(answer.text)")
      #expect(answer.has("given twice") && !answer.has("钱七"), "\(answer.text)")
      let both = try await client.execute(
        uri: "/v1/look-ups", method: .post, headers: [.contentType: "application/json"],
        body: ByteBuffer(string: #"{"commands":[],"commands":[]}"#))
      #expect(both.status == .badRequest && both.has(#""field":"commands""#), "\(both.text)")
    }
  }

  @Test func `answers with streams as of the log itself`() async throws {
    try await ServerFixture().ask(.router) { client in
      for command in Self.people {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(answer.text)")
      }
      let twin = registration(
        "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-b", name: "Twin",
        code: "91330206MA2TE5T1XN")
      _ = try await client.post(twin)
      _ = try await client.post(
        registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e03", stream: "organisation-c", name: "Twin"))
      let answer = try await client.lookUp(
        [
          #"{"creditCode":"91330206MA2TE5T1XN"}"#, #"{"schoolCode":"3633000001"}"#,
          #"{"organisationName":"Ｔｗｉｎ"}"#, #"{"organisationName":"Company A"}"#,
          #"{"idNumber":"\#(Self.number)"}"#, #"{"idNumber":"330203200403150023"}"#,
          #"{"studentNumber":"2019-1","school":"organisation-a"}"#,
          #"{"enrolmentOf":"person-p"}"#, #"{"stream":"person-q"}"#,
          #"{"particulars":{"name":"赵 六"},"person":"person-p"}"#,
          #"{"particulars":{"name":"钱七","sex":"FEMALE"},"person":"person-p"}"#,
          #"{"particulars":{"name":"赵六","sex":"MALE"},"person":"person-p"}"#,
          #"{"creditCode":"9133 0206"}"#, #"{"schoolCode":"统一"}"#,
          #"{"particulars":{"name":"赵六"},"person":"person-nobody"}"#,
        ].joined(separator: ","),
        commands: #""3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02","00000000-0000-4000-8000-000000000009""#
      )
      #expect(answer.status == .ok, "\(answer.text)")
      let streams: [[String]] = [
        ["organisation-b"], [], ["organisation-b", "organisation-c"], ["organisation-a"],
        ["person-p"], [], ["person-p"], ["enrolment-e"], [], ["person-p"], [], [],
        [], [], [],
      ]
      let expected = streams.map { names in
        #"{"streams":[\#(names.map { "\"\($0)\"" }.joined(separator: ","))]}"#
      }
      #expect(
        answer.text.hasPrefix(#"{"answers":[\#(expected.joined(separator: ","))],"commands":["#),
        "\(answer.text)")
      #expect(answer.has(#","streams":["organisation-b""#), "\(answer.text)")
      #expect(answer.text.hasSuffix(",null]}"), "\(answer.text)")
      #expect(!answer.has("赵") && !answer.has(Self.number) && !answer.has("2019-1"))
    }
  }

  @Test func `is for who may record, and of student numbers for their own school`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let school = try keys.add(.recorder, "organisation-a")
    let company = try keys.add(.recorder, "organisation-b")
    let others = try [Role.analyst, .auditor, .operator].map { ($0, try keys.add($0)) }
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      for command in Self.people {
        #expect(try await client.post(command, key: clerk).status == .created)
      }
      let student = #"{"studentNumber":"2019-1","school":"organisation-a"}"#
      for key in [clerk, school] {
        #expect(try await client.lookUp(student, key: key).has(#"["person-p"]"#))
      }
      let foreign = try await client.lookUp(student, key: company)
      #expect(foreign.status == .ok)
      #expect(foreign.has("of its own school only") && !foreign.has("person-p"), "\(foreign.text)")
      // The ids of another's rows can be computed from the file's sum: what they recorded is told to
      // those whom it is about, and to who sees all.
      let enrolment = String(Self.people[2].dropFirst(7).prefix(36))
      let command = "\"" + enrolment + "\""
      for key in [clerk, school] {
        #expect(
          try await client.lookUp("", commands: command, key: key).has(#""enrolment-e""#), "\(key)")
      }
      let hidden = try await client.lookUp("", commands: command, key: company)
      #expect(hidden.text.hasSuffix(#""commands":[null]}"#), "\(hidden.text)")
      for (role, key) in others {
        #expect(try await client.lookUp(student, key: key).status == .forbidden)
        // An auditor reads everything, so also what became of a file, of which there is none here.
        let first = try await client.get("/v1/imports/import-x", key: key)
        #expect(first.status == (role == .auditor ? .notFound : .forbidden), "\(first.text)")
      }
      #expect(try await client.lookUp(student).status == .unauthorized)
    }
  }

  @Test(
    arguments: [
      ("", "not json", "lookUps"), (#"{"idNumber":7}"#, "", "lookUps.0"),
      (#"{"idNumber":"990200200403150027","sex":"x"}"#, "", "lookUps.0"),
      (#"{"stream":"person-p"},{"enrolmentOf":"organisation-a"}"#, "", "lookUps.1"),
      (#"{"particulars":{"name":"x"},"person":"organisation-a"}"#, "", "lookUps.0"),
      (#"{"studentNumber":"1","school":"person-p"}"#, "", "lookUps.0"),
      (#"{"particulars":{"name":" "},"person":"person-p"}"#, "", "lookUps.0.particulars"),
      (#"{"particulars":{"name":"x","birthDate":""},"person":"person-p"}"#, "", "lookUps.0"),
      (#"{"particulars":{"name":"x","birthDate":"2004"},"person":"person-p"}"#, "", "lookUps.0"),
      (#"{"shoolCode":"990200200403150027"}"#, "", "lookUps"),
      (#"{"stream":"990200200403150027"}"#, "", "lookUps"),
      (#"{"particulars":{"sex":"990200200403150027"},"person":"person-p"}"#, "", "lookUps"),
      // Dates could be tried until one fits.
      (#"{"particulars":{"birthDate":"2004-03-15"},"person":"person-p"}"#, "", "lookUps"),
      (#"{"particulars":{"nam":"x"},"person":"person-p"}"#, "", "nam"),
      ("", #""990200200403150027""#, "commands"),
    ] as [(String, String, String)])
  func `refuses what is none, and repeats nothing of it`(
    lookUps: String, commands: String, field: String
  ) async throws {
    try await ServerFixture().ask(.router) { client in
      let answer = try await client.lookUp(lookUps, commands: commands)
      #expect(answer.status == .badRequest, "\(answer.text)")
      #expect(answer.has("urn:concord:problem:malformed-value"), "\(answer.text)")
      if commands != "not json" { #expect(answer.has(#""field":"\#(field)"#), "\(answer.text)") }
      #expect(!answer.has("990200200403150027"))
    }
  }

  @Test func `is bounded`() async throws {
    var limits = ServerLimits()
    limits.lookUpCount = 2
    limits.lookUpByteCount = 400
    try await ServerFixture().ask(.router, limits: limits) { client in
      let one = #"{"stream":"person-p"}"#
      #expect(try await client.lookUp([one, one].joined(separator: ",")).status == .ok)
      let many = try await client.lookUp([one, one, one].joined(separator: ","))
      #expect(many.status == .contentTooLarge)
      let long = try await client.lookUp(
        #"{"organisationName":"\#(String(repeating: "x", count: 500))"}"#)
      #expect(long.status == .contentTooLarge)
      let misspelt = try await client.execute(
        uri: "/v1/look-ups?idNumber=990200200403150027", method: .post,
        body: ByteBuffer(string: "{}"))
      #expect(misspelt.status == .badRequest, "numbers don't stand in addresses")
    }
  }
}

@Suite struct `What became of a file's rows` {
  @Test func `is told to who handed it in, and to who sees all`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let school = try keys.add(.recorder, "organisation-a")
    let company = try keys.add(.recorder, "organisation-b")
    let file = String(repeating: "cd", count: 32)
    let stream = "import-outcomes-\(file)"
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      let answer = try await client.post(
        #"{"occurred":"2022","receiveImport":{"import":"\#(stream)","details":{"kind":"outcomes","fileSha256":"\#(file)","rowCount":3}}}"#,
        key: school)
      #expect(answer.status == .created, "\(answer.text)")
      for key in [clerk, school] {
        #expect(try await client.get("/v1/imports/\(stream)", key: key).has(#""rowCount":3"#))
      }
      let refused = try await client.get("/v1/imports/\(stream)", key: company)
      #expect(refused.status == .forbidden && !refused.has("rowCount"), "\(refused.text)")
    }
  }

  @Test func `is told page by page to whoever knows the file`() async throws {
    let file = String(repeating: "ab", count: 32)
    let stream = "import-organisations-\(file)"
    try await ServerFixture().ask(.router) { client in
      #expect(try await client.get("/v1/imports/\(stream)").status == .notFound)
      #expect(try await client.get("/v1/imports/person-1").status == .badRequest)
      for command in [
        #"{"occurred":"2022","receiveImport":{"import":"\#(stream)","details":{"kind":"organisations","fileSha256":"\#(file)","rowCount":5}}}"#,
        #"{"occurred":"2022","recordImportRows":{"import":"\#(stream)","details":{"firstRow":1,"rowCount":4,"recordedCount":1,"alreadySoCount":1,"rejected":[{"row":2,"reason":"DUPLICATE","code":"Duplicate","column":"名称"},{"row":3,"reason":"REFUSED","code":"Rule"}]}}}"#,
      ] {
        let answer = try await client.post(command)
        #expect(answer.status == .created, "\(answer.text)")
      }
      let first = try await client.get("/v1/imports/\(stream)?limit=1")
      #expect(
        first.has(
          #""phase":"processing","rowCount":5,"nextRow":5,"recorded":1,"alreadySo":1,"refused":2"#),
        "\(first.text)")
      #expect(first.has(#""column":"名称""#) && first.has(#""next":2"#), "\(first.text)")
      let second = try await client.get("/v1/imports/\(stream)?limit=1&after=2")
      #expect(second.has(#""row":3"#) && !second.has(#""next":"#), "\(second.text)")
    }
  }
}

@Suite struct `A dry run` {
  private let lines =
    registration() + "\n[]\n"
    + registration("3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02", stream: "organisation-a")

  private func rehearse(
    _ client: any TestClientProtocol, _ text: String, type: String, query: String = "dryRun=1",
    key: String? = nil
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: type]
    if let key { headers[.authorization] = "Bearer " + key }
    return try await client.execute(
      uri: "/v1/commands?\(query)", method: .post, headers: headers,
      body: ByteBuffer(string: text))
  }

  @Test func `answers each line as if those before it were recorded, and records nothing`()
    async throws
  {
    let fixture = try ServerFixture()
    let log = fixture.log
    try await fixture.ask(.live) { client in
      let many = try await rehearse(client, lines, type: "application/x-ndjson")
      let answers = many.text.split(separator: "\n")
      try #require(answers.count == 3, "\(many.text)")
      #expect(
        answers[0].contains(#""kind":"receipt","line":1,"status":"recorded","dryRun":true"#),
        "\(answers[0])")
      #expect(answers[1].contains(#""line":2"#) && answers[1].contains("malformed"))
      #expect(answers[2].contains("already-exists"), "\(answers[2])")
      let one = try await rehearse(client, registration(), type: "application/json")
      #expect(one.status == .ok && one.has(#""dryRun":true"#), "\(one.text)")
      #expect(log.end == Position(1), "only log.created")
      // What is misspelt would record.
      for query in ["dryrun=1", "dryRun=yes", "dryRun=1&x=1"] {
        let refused = try await rehearse(
          client, registration(), type: "application/json", query: query)
        #expect(refused.status == .badRequest, "\(query)")
      }
      #expect(log.end == Position(1))
      let recorded = try await rehearse(
        client, registration(), type: "application/json", query: "dryRun=0")
      #expect(recorded.status == .created)
    }
  }

  @Test func `asks for the same permission, also of what is recorded already`() async throws {
    let keys = Keys()
    defer { keys.remove() }
    let clerk = try keys.add(.clerk)
    let other = try keys.add(.recorder, "organisation-z")
    try await ServerFixture(keys: keys.file()).ask(.router) { client in
      #expect(try await client.post(registration(), key: clerk).status == .created)
      let refused = try await rehearse(
        client, registration(), type: "application/json", key: other)
      #expect(refused.status == .forbidden, "\(refused.text)")
      let known = try await rehearse(
        client, registration(), type: "application/json", key: clerk)
      #expect(known.has(#""status":"repeated""#), "\(known.text)")
    }
  }

  @Test func `is bounded, and says so behind its answers`() async throws {
    var limits = ServerLimits()
    limits.rehearsedLineCount = 1
    try await ServerFixture().ask(.router, limits: limits) { client in
      let answer = try await rehearse(client, lines, type: "application/x-ndjson")
      let answers = answer.text.split(separator: "\n")
      try #require(answers.count == 2, "\(answer.text)")
      #expect(answers[1].contains("at most 1 commands are rehearsed"), "\(answer.text)")
    }
  }
}
