import Foundation
import TestSupport
import Testing

@Suite struct `Wrong use` {
  @Test(arguments: [
    (["init"], "--origin"),
    (["init", "--origin", "https://example.org"], "--origin is 1 to 200"),
    (["init", "--origin", "example.org", "--zone", "Mars"], "--zone is"),
    (["init", "--origin", "x", "--key", "a", "--no-key"], "exclude each other"),
    (["record"], "<file>"),
    (["record", "-", "--url", "example.org"], "--url begins with"),
    (["record", "-", "--url", "http://x", "--channel", "import"], "--url excludes"),
    (["record", "-", "--api-key-file", "x"], "goes with --url"),
    (["record", "-", "--channel", "api"], "channel"),
    (["replay", "--stream", "no stream"], "--stream"),
    (["replay", "--type", "Nope"], "--type"),
    (["replay", "--occurred-until", "yesterday"], "--occurred-until"),
    (["replay", "--recorded-until", "2022-13-01"], "--recorded-until"),
    (["replay", "--limit", "0"], "--limit"),
    (["replay", "--into", "x", "--stream", "alliance-a"], "--into folds"),
    (["views", "show", "OrganisationRegister", "novalue"], "name=value"),
    (["views", "show", "OrganisationRegister", "--bom"], "--bom goes with"),
    (["views", "show", "OrganisationRegister", "--csv", "--json"], "exclude each other"),
    (
      ["views", "show", "OrganisationRegister", "regon=510000"],
      "has no column or argument regon; did you mean region? it has stream, name, "
    ),
    (["views", "show", "members", "--sort", "nmae"], "not nmae; did you mean name? it has "),
    (
      ["views", "show", "members", "limit=5"],
      "limit is no column of AllianceRoster: say how many rows by --limit"
    ),
    (["views", "show", "members", "cursor=00"], "ask for more rows at once by --limit"),
    (["views", "list", "membres"], "there is no view membres; did you mean members"),
    (
      ["measure", "graduates", "until=2022", "until=2023"],
      "until takes one value; it is given twice"
    ),
    (["views", "show", "Nothing"], "there is no view Nothing; there are ActivityBoard, "),
    (["views", "show", "AlianceRoster"], "AlianceRoster; did you mean AllianceRoster?"),
    (["views", "show", "membres"], "there is no view membres; did you mean members"),
    (["views", "show", "OrganisationRegister", "--limit", "-1"], "--limit is 1 or more"),
    (["views", "show", "claim"], "there is no view claim; there are ClaimsLedger"),
    (["views", "show", "c"], "there are CampaignBoard, CampaignParticipants, ClaimsLedger, Code"),
    (["views", "show", "OrganisationRegister", "colour=red"], "colour"),
    (
      ["views", "show", "OrganisationRegister", "kind=SCHOL"],
      "kind takes one of ENTERPRISE, SCHOOL, HR_INSTITUTION"
    ),
    (["views", "show", "Findings", "status=open"], "did you mean opened?"),
    (["measure", "list", "a=b"], "list takes no arguments"),
    (["measure", "nothing"], "there is no measure nothing"),
    (["measure", "aliance.members"], "did you mean alliance.members"),
    (["rules", "explain", "RULE-OF-LAW"], "there is no rule RULE-OF-LAW; there are R01, "),
    (["rules", "explain", "R99"], "there is no rule R99; did you mean R0"),
    (["replay", "--limit", "-1"], "--limit is 1 or more"),
    (["serve", "--port", "70000"], "--port is"),
    (["serve", "--host", "0.0.0.0"], "without API keys only this machine"),
    (["erase", "person-1"], "--reason"),
    (["erase", "nobody", "--reason", "unlawful"], "is no stream"),
    (["erase", "person-1", "--reason", "because"], "--reason"),
    (["keys", "add", "--organisation", "o-1", "--user", "u", "--role", "king"], "no role king"),
    (["keys", "add", "--organisation", "o-1", "--user", "a b", "--role", "clerk"], "--user"),
    (["keys", "revoke", "12345678"], "there is no key 12345678"),
    (["key", "rotate", "--no-key"], "needs the key"),
    (["export", "-", "--json"], "goes with a file"),
    (["codelists", "import", "x.csv"], "--edition"),
    (["codelists", "import", "x.csv", "--edition", "1", "--list", "no list"], "--list is"),
    (["import", "things", "x.csv"], "organisations"),
    (["import", "template", "things"], "organisations"),
    (["import", "organisations", "x.csv", "--encoding", "ebcdic"], "--encoding"),
    (["import", "organisations", "x.csv", "--occurred", "soon"], "--occurred is"),
    (["import", "organisations", "x.csv", "--url", "http://x", "--no-key"], "--url excludes"),
    (["dance"], "there is no concord dance; "),
    (["verify", "--loudly"], "--loudly"),
  ])
  func `exits with 64 and says what would be right`(arguments: [String], words: String) throws {
    let place = Place()

    let outcome = try Program.run(place, arguments)

    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(!place.exists("data"), "nothing is made")
  }
}

@Suite struct `A file to be read that is a directory` {
  @Test(arguments: [
    ["record", "."], ["import", "organisations", "."],
    ["codelists", "import", ".", "--edition", "1"],
    ["record", "-", "--url", "http://127.0.0.1:1", "--api-key-file", "."],
    ["serve", "--keys", ".", "--port", "0"],
  ])
  func `is called one`(arguments: [String]) throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let outcome = try Program.run(place, arguments, input: "")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("Is a directory"), "\(outcome.errors)")
  }
}

@Suite struct `A data directory that can't be used` {
  @Test(arguments: [
    ["record", "-"], ["import", "organisations", "-"], ["serve"], ["replay"],
    ["views", "show", "OrganisationRegister"],
    ["views", "rebuild"], ["views", "digest"], ["measure", "alliance.members"], ["verify"],
    ["export", "x"], ["backup", "x"], ["erase", "person-1", "--reason", "unlawful"],
    ["key", "rotate"], ["clock", "accept"],
  ])
  func `is missing: 74 and one sentence`(arguments: [String]) throws {
    let place = Place()

    let outcome = try Program.run(place, arguments)

    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("there is no log in \(place.data)"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!place.exists("data") && !place.exists("x"), "nothing is made")
  }

  @Test func `is no backup: told so, and nothing is made`() throws {
    let place = Place()

    let outcome = try Program.run(place, "restore", place.data + ".none", place.data)

    #expect(outcome.status == 74)
    #expect(
      outcome.errors.contains("there is no backup in \(place.data).none"), "\(outcome.errors)")
    #expect(!place.exists("data"))
  }

  @Test func `is there already`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let key = FileManager.default.contents(atPath: place.data + ".key")

    let outcome = try Program.run(place, "init", "--origin", "example.org/test")

    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("there is already a log"))
    #expect(FileManager.default.contents(atPath: place.data + ".key") == key)
  }

  @Test func `has another key`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let other = place.path + "/other"
    #expect(
      try Program.run(place, "init", "--origin", "example.org/test", "--data", other).status == 0)

    let wrong = try Program.run(
      place, "record", "-", "--key", other + ".key", input: Lines.organisation(1))
    let missing = try Program.run(
      place, "record", "-", "--key", place.path + "/no.key", input: Lines.organisation(1))

    #expect(wrong.status == 74)
    #expect(wrong.errors.contains("key"))
    #expect(missing.status == 74)
    #expect(missing.errors.contains("no.key"))
    #expect(try Program.run(place, "replay", "--json").output.split(separator: "\n").count == 1)
  }

  @Test func `keeps its key outside`() throws {
    let place = Place()

    let outcome = try Program.run(
      place, "init", "--origin", "example.org/test", "--key", place.data + "/key")

    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("lies inside the data directory"))
    #expect(!place.exists("data"))
  }

  @Test func `is cut short`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(truncate(place.data + "/log/data.mdb", 5_000) == 0)

    let outcome = try Program.run(place, "record", "-", input: Lines.organisation(1))

    #expect(outcome.status == 74)
    #expect(outcome.errors.hasPrefix("concord: "))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func `is not a file to read`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)

    let missing = try Program.run(place, "record", "nothing.ndjson")
    let notExport = try Program.run(
      place, "import-log", try place.file("text", "hello\n"), place.path + "/new")

    #expect(missing.status == 74)
    #expect(missing.errors.contains("nothing.ndjson can't be read: No such file or directory"))
    #expect(notExport.status == 74)
    #expect(!place.exists("new"))
  }
}
