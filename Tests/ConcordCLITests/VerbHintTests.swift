import Testing

@Suite struct `A word that is no verb` {
  @Test(
    arguments: [
      (["exprot", "x"], "there is no concord exprot; did you mean concord export?"),
      (["views", "lst"], "there is no concord views lst; did you mean concord views list?"),
      (["help", "exprot"], "there is no concord exprot; did you mean concord export?"),
      (
        ["help", "views", "shwo"],
        "there is no concord views shwo; did you mean concord views show?"
      ),
      (["key", "rotat"], "there is no concord key rotat; did you mean concord key rotate?"),
      (["nothing-like-it"], "there is no concord nothing-like-it; see: concord --help"),
      (["match", "xyzzyxyzzy"], "there is no concord match xyzzyxyzzy; see: concord match --help"),
    ] as [([String], String)])
  func `is told with the verbs that resemble it, in one sentence`(
    arguments: [String], sentence: String
  ) throws {
    let place = Place()
    let outcome = try Program.run(place, arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors == "concord: \(sentence)\n")
    #expect(outcome.output.isEmpty)
  }

  @Test func `is an argument where a group has a verb for all else`() throws {
    let place = Place()
    let outcome = try Program.run(place, "import", "organisation", "x")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("is invalid for '<kind>'"), "\(outcome.errors)")
    #expect(try Program.run(place, "help", "import", "run").status == 0)
    #expect(try Program.run(place, "views").status == 0)
  }
}
