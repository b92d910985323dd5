import Foundation
import Testing

/// The full help texts: what a change of a verb changes for those who use it is seen in review.
enum HelpTexts {
  static let all = recording + importing + asking + matching + keeping + people
}

@Suite struct `The help` {
  @Test(arguments: HelpTexts.all.indices)
  func `says exactly this`(index: Int) throws {
    let place = Place()
    let (arguments, text) = HelpTexts.all[index]

    let outcome = try Program.run(place, arguments + ["--help"])

    #expect(outcome.status == 0)
    if outcome.output != text {
      let verb = (["concord"] + arguments).joined(separator: " ")
      Issue.record("HelpTexts says something else of \(verb); it says now:\n\(outcome.output)")
    }
    #expect(outcome.errors.isEmpty)
  }

  @Test func `covers every verb`() throws {
    let place = Place()
    let known = Set(HelpTexts.all.map { $0.arguments })
    for (arguments, text) in HelpTexts.all {
      // A line of a list of verbs begins with two spaces and a word.
      var isList = false
      for line in text.split(separator: "\n") {
        if line.hasSuffix("SUBCOMMANDS:") { isList = true; continue }
        guard isList, line.hasPrefix("  "), let name = line.split(separator: " ").first,
          line.dropFirst(2).first != " ", name.allSatisfy({ $0.isLowercase || $0 == "-" })
        else { continue }
        #expect(
          known.contains(arguments + [String(name)]),
          "HelpTexts has no text of \((arguments + [String(name)]).joined(separator: " "))")
      }
    }
    #expect(try Program.run(place, []).output == HelpTexts.all[0].text)
    #expect(try Program.run(place, "help", "views", "show").status == 0)
    #expect(try Program.run(place, "--version").output == "0.2.0\n")
  }
}
