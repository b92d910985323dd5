import EventLog
import EventModel
import Testing

@Suite struct `A report at the command line` {
  private static func enrolment(_ name: String, on day: String) -> String {
    """
    {"occurred":"2020-09-01","registerPerson":{"person":"person-\(name)","details":{\
    "legalBasis":{"purpose":"education","ground":"STATUTORY_DUTY"}}}}
    {"occurred":"\(day)","standing":"REPORTED","source":{"evidence":"DOCUMENTED"},"enrolStudent":{\
    "enrolment":"enrolment-\(name)","details":{"person":"person-\(name)",\
    "school":"organisation-college","major":"460701","classYear":2023}}}

    """
  }

  private func place() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try record(
      place,
      """
      {"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-college",\
      "details":{"kind":"SCHOOL","name":"College","schoolLevel":"HIGHER_VOCATIONAL"}}}
      \(Self.enrolment("a", on: "2020-09-01"))\(Self.enrolment("b", on: "2020-09-01"))
      """)
    return place
  }

  private func record(_ place: Place, _ lines: String) throws {
    let recorded = try Program.run(place, "record", "-", input: lines)
    #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
  }

  @Test func `is counted when it is frozen, and the same when it is counted again`() throws {
    let place = try place()

    let frozen = try Program.run(
      place, "report", "freeze", "report-2023", "graduates", "school=organisation-college",
      "--cut-off", "2023-08-31", "--title", "Class of 2023")

    #expect(frozen.status == 0, "\(frozen.errors)")
    #expect(frozen.output.contains("with_fill\t2\tpeople\n"), "\(frozen.output)")
    #expect(frozen.output.contains("digest"))

    // A late fact: what is asked now differs, what was frozen doesn't.
    try record(place, Self.enrolment("late", on: "2020-09-01"))
    let question = ["measure", "graduates", "school=organisation-college", "until=2023-08-31"]
    let now = try Program.run(place, question + ["--csv"])
    #expect(now.output.contains("\r\n3,0,0,3,0\r\n"), "\(now.output)")
    let view = try Program.run(place, "views", "show", "FrozenStatistics", "--csv")
    #expect(view.output.contains("with_fill,2,"), "\(view.output)")
    #expect(view.output.contains("COMPUTED,0.2.0"), "\(view.output)")

    let checked = try Program.run(place, "report", "check", "report-2023", "--json")
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(checked.output.contains(#""same":true"#), "\(checked.output)")
    let size = try #require(checked.field("treeSize").flatMap { Int($0) })
    let then = try Program.run(place, question + ["--csv", "--recorded-until", "@\(size - 1)"])
    #expect(then.output.contains("\r\n2,0,0,2,0\r\n"), "\(then.output)")

    // Whoever lost the answer asks again, and gets what was frozen.
    let lost = try Program.run(
      place, "report", "freeze", "report-2023", "graduates", "school=organisation-college",
      "--cut-off", "2023-08-31", "--title", "Class of 2023", "--json")
    #expect(lost.status == 0, "\(lost.errors)")
    #expect(try lost.field("treeSize") == "\(size)")
    #expect(try lost.field("recorded") == "0", "\(lost.output)")

    // Once and for ever.
    let again = try Program.run(
      place, "report", "freeze", "report-2023", "graduates", "--cut-off", "2023-08-31")
    #expect(again.status == 1)
    #expect(again.errors.contains("was frozen at tree size \(size)"), "\(again.errors)")
  }

  @Test func `takes a view by its short name`() throws {
    let place = try place()
    let frozen = try Program.run(
      place, "report", "freeze", "report-members", "members", "--cut-off", "2023-08-31")
    #expect(frozen.status == 0, "\(frozen.errors)")
    #expect(frozen.output.contains("report-members is frozen: AllianceRoster up to 2023-08-31"))
    // By its whole name it is the same question.
    let again = try Program.run(
      place, "report", "freeze", "report-members", "AllianceRoster", "--cut-off", "2023-08-31")
    #expect(again.output.contains("report-members was frozen before"), "\(again.errors)")
    #expect(try Program.run(place, "report", "check", "report-members").status == 0)
  }

  @Test func `of a view keeps the digest, and is found out when it was made up`() throws {
    let place = try place()
    let frozen = try Program.run(
      place, "report", "freeze", "report-rates", "OutcomeStatistics", "--cut-off", "2023-08-31")
    #expect(frozen.status == 0, "\(frozen.errors)")
    #expect(try Program.run(place, "report", "check", "report-rates").status == 0)
    let made = String(repeating: "ab", count: 32)
    try record(
      place,
      """
      {"occurred":"2023-09-02","freezeStatistics":{"report":"report-made","details":{\
      "cutOff":"2023-08-31","basis":{"query":{"name":"graduates"},"treeSize":"1",\
      "resultSha256":"\(made)","rulesetVersion":1,"codeVersion":"0.2.0","origin":"COMPUTED"}}}}
      {"occurred":"2023-09-02","source":{"evidence":"DOCUMENTED","document":"Yearbook"},\
      "freezeStatistics":{"report":"report-typed","details":{"cutOff":"2023-08-31",\
      "basis":{"origin":"TYPED"},"figures":[{"label":"graduates","figure":"12"}]}}}

      """)
    let checked = try Program.run(place, "report", "check", "report-made")
    #expect(checked.status == 1)
    #expect(checked.errors.contains("digest abababab"), "\(checked.errors)")
    let typed = try Program.run(place, "report", "check", "report-typed")
    #expect(typed.status == 1)
    #expect(typed.errors.contains("typed in from what was published"), "\(typed.errors)")
    #expect(try Program.run(place, "report", "check", "report-none").status == 1)
  }

  @Test func `of a question without until counts what had happened by the cut-off`() throws {
    let place = try place()
    try record(
      place,
      """
      {"occurred":"2023-09-10","registerOrganisation":{"organisation":"organisation-late",\
      "details":{"kind":"ENTERPRISE","name":"Late"}}}

      """)
    for (name, argument) in [
      ("organisations", "OrganisationRegister"), ("hosts", "HostCapacity"),
      ("findings", "findings.open"), ("lags", "history.lags"),
    ] {
      let frozen = try Program.run(
        place, "report", "freeze", "report-\(name)", argument, "--cut-off", "2023-08-31")
      #expect(frozen.status == 0, "\(frozen.errors)")
      let checked = try Program.run(place, "report", "check", "report-\(name)")
      #expect(checked.status == 0, "\(name): \(checked.errors)")
    }
    // What was frozen for one day is not what is known for a later one.
    func digest(_ report: String, _ cutOff: String) throws -> String? {
      try Program.run(
        place, "report", "freeze", report, "OrganisationRegister", "--cut-off", cutOff, "--json"
      ).field("resultSha256")
    }
    let before = try digest("report-before", "2019-12-31")
    let then = try digest("report-then", "2023-08-31")
    let after = try digest("report-after", "2023-09-30")
    #expect(Set([before, then, after]).count == 3)
    let basis = try Program.run(place, "views", "show", "Reports", "stream=report-then", "--json")
    #expect(basis.output.contains(#""occurred_until":"2023-08-31""#), "\(basis.output)")
  }

  /// Records an event of a type that this program doesn't know, as a newer one does.
  private func recordUnknown(_ place: Place, in stream: String) async throws {
    let log = try EventLog.open(at: place.data)
    defer { log.close() }
    let stream = try StreamName(validating: stream)
    let command = CommandID(high: 9, low: 1)
    let digest = try Digest([UInt8](repeating: 2, count: 32))
    let event = ProposedEvent(
      type: EventType("organisation.newly-said"), id: EventID(of: command, ordinal: 0),
      standing: .reported, actor: Actor(user: "tester", role: "clerk", assurance: .local),
      source: Source(channel: .scenario, evidence: .documented),
      occurred: try Moment(validating: "2023-01-01"), payload: [8, 1])
    let encoded = try EncodedEvent(
      event, stream: stream, commandID: command, commandDigest: digest)
    _ = try await log.append(
      Append(
        [.init(stream: stream, expected: .any, events: [encoded])], commandID: command,
        commandDigest: digest))
  }

  @Test func `is not frozen while a stream stands still, and one that was is told apart`()
    async throws
  {
    let place = try place()
    func freeze(_ report: String, _ name: String) throws -> Outcome {
      try Program.run(place, "report", "freeze", report, name, "--cut-off", "2023-08-31")
    }
    #expect(try freeze("report-before", "graduates").status == 0)
    try await recordUnknown(place, in: "organisation-college")
    // By its own until, and folded so far.
    for name in ["graduates", "AllianceRoster"] {
      let refused = try freeze("report-after", name)
      #expect(refused.status == 1, "\(refused)")
      #expect(
        refused.errors.contains(
          "report-after is not frozen: organisation-college stands still: figures lack"),
        "\(refused.errors)")
      #expect(refused.errors.contains("concord views show Quarantine"), "\(refused.errors)")
    }
    // Who only asks is told what the answer may lack.
    for question in [["measure", "graduates"], ["views", "show", "AllianceRoster"]] {
      let told = try Program.run(place, question + ["--json"])
      #expect(told.status == 0 && told.output.contains(#""quarantinedStreams":1"#), "\(told)")
      #expect(told.errors.hasPrefix("1 stream stands still, and may be missing here"), "\(told)")
    }
    let unknown = try Program.run(place, "report", "check", "report-after")
    #expect(unknown.errors.contains("there is no report-after in the log"), "\(unknown.errors)")
    // One that somebody froze all the same.
    let size = try #require(try Program.run(place, "verify", "--json").field("size"))
    let made = String(repeating: "ab", count: 32)
    try record(
      place,
      """
      {"occurred":"2023-09-02","freezeStatistics":{"report":"report-made","details":{\
      "cutOff":"2023-08-31","basis":{"query":{"name":"AllianceRoster"},"treeSize":"\(size)",\
      "resultSha256":"\(made)","rulesetVersion":1,"codeVersion":"0.2.0","origin":"COMPUTED"}}}}

      """)
    let lacking = try Program.run(place, "report", "check", "report-made")
    #expect(lacking.status == 1)
    #expect(lacking.errors.contains("organisation-college stands still"), "\(lacking.errors)")
    // What was counted before doesn't lack anything.
    let checked = try Program.run(place, "report", "check", "report-before")
    #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked)")
  }

  @Test func `is asked for by a day and a question`() throws {
    let place = try place()
    for arguments in [
      ["report-1", "graduates", "--cut-off", "soon"],
      ["other-1", "graduates", "--cut-off", "2023-08-31"],
      ["report-1", "graduates", "--cut-off", "2023"],
      ["report-1", "graduates", "until=2023-01-01", "--cut-off", "2023-08-31"],
    ] {
      #expect(try Program.run(place, ["report", "freeze"] + arguments).status == 64)
    }
    let unknown = try Program.run(
      place, "report", "freeze", "report-1", "no.such", "--cut-off", "2023-08-31")
    #expect(unknown.status != 0)
    #expect(unknown.errors.contains("there is no measure no.such"), "\(unknown.errors)")
    let early = try Program.run(
      place, "report", "freeze", "report-1", "graduates", "--cut-off", "2999-12-31")
    #expect(early.status == 1)
    #expect(early.errors.contains("2999-12-31 lies in the future"), "\(early.errors)")
  }
}
