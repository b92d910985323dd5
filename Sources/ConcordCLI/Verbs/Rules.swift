import ArgumentParser
import Cooperation
import Deciding
import EventModel
import HTTPAPI

/// `concord rules`
struct Rules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the rules that facts and decisions are judged by.",
    subcommands: [List.self, Explain.self])

  /// `concord rules list`
  struct List: Verb {
    static let configuration = CommandConfiguration(abstract: "List all rules.")

    @OptionGroup var format: FormatOptions

    func run() async throws {
      let output = Output.standard
      if format.isJSON {
        try output.json { json in
          json.list { json in
            for rule in RuleBook.rules { json.rule(rule) }
          }
        }
        return
      }
      let width = RuleBook.rules.reduce(0) { max($0, DisplayWidth.of($1.number)) }
      for rule in RuleBook.rules {
        let line =
          DisplayWidth.padded(rule.number, to: width) + (rule.isVerified ? "   " : " ? ")
          + rule.sentence
        for part in WrappedText.lines(of: line, indent: width + 3, width: output.width) {
          try output.line(part)
        }
      }
      try output.line("? unverified: its text, or its days in force, were not read")
    }
  }

  /// `concord rules explain`
  struct Explain: Verb {
    static let configuration = CommandConfiguration(
      abstract:
        "Show one rule: what it demands, where it stands, where it holds, what a breach does.")

    @Argument(help: ArgumentHelp("The rule's number, as R05.", valueName: "number"))
    var number: String

    @OptionGroup var format: FormatOptions

    func run() async throws {
      let rule =
        RuleBook.rule(number)
        ?? RuleBook.rules.first { $0.number.lowercased() == number.lowercased() }
      guard let rule else {
        let numbers = RuleBook.rules.map(\.number)
        let near = NearNames(numbers).near(number)
        throw Failure(
          .usage,
          "there is no rule \(number); "
            + (near.isEmpty
              ? "there are " + numbers.joined(separator: ", ")
              : "did you mean \(near.joined(separator: ", "))?"))
      }
      let output = Output.standard
      if format.isJSON {
        try output.json { $0.rule(rule) }
        return
      }
      for (name, text) in rule.facts {
        try output.line(DisplayWidth.padded(name, to: 14) + text)
      }
    }
  }
}

extension Rule {
  /// All that is known of it, by name.
  fileprivate var facts: [(String, String)] {
    var facts = [("Rule", number), ("Demands", sentence), ("Source", source)]
    facts.append(
      (
        "Verified",
        isVerified
          ? "yes: text and days in force were read, in the original or in a copy of it"
          : "no: its text, or its days in force, were not read (see Source)"
      ))
    facts.append(("Territory", scope.territory.map { "region codes \($0)…" } ?? "everywhere"))
    facts.append(("School levels", list(scope.schoolLevels.map { $0.map { "\($0)" } })))
    facts.append(("Internships", list(scope.internshipKinds.map { $0.map(\.rawValue) })))
    facts.append(("Study", scope.isFullTimeOnly ? "full-time" : "any mode"))
    facts.append(("In force", validity))
    facts.append(("Decided", RuleOutcome.sentence(whenDecided)))
    facts.append(("Reported", RuleOutcome.sentence(whenReported)))
    return facts
  }

  private var validity: String {
    switch (scope.validFrom, scope.validTo) {
    case (nil, nil): "at any time"
    case (let from?, nil): "since \(from)"
    case (nil, let to?): "before \(to)"
    case (let from?, let to?): "from \(from), before \(to)"
    }
  }

  private func list(_ words: [String]?) -> String {
    words.map { $0.sorted().joined(separator: ", ") } ?? "all"
  }
}

/// What a breach leads to, in words.
private enum RuleOutcome {
  static func word(_ outcome: Rule.Outcome) -> String {
    switch outcome {
    case .reject: "reject"
    case .finding(let severity): "finding (\(severity.rawValue))"
    case .review: "review"
    }
  }

  static func sentence(_ outcome: Rule.Outcome) -> String {
    switch outcome {
    case .reject: "reject: the command is refused"
    case .finding(let severity):
      "finding (\(severity.rawValue)): the fact is recorded, and a finding opened with it"
    case .review: "review: the fact is recorded, and held until a steward decides"
    }
  }
}

extension JSONText {
  fileprivate mutating func rule(_ rule: Rule) {
    object { json in
      json.field("number", rule.number)
      json.field("sentence", rule.sentence)
      json.field("source", rule.source)
      json.field("verified", rule.isVerified)
      json.field("territory", rule.scope.territory)
      json.words("schoolLevels", rule.scope.schoolLevels.map { $0.map { "\($0)" } })
      json.words("internshipKinds", rule.scope.internshipKinds.map { $0.map(\.rawValue) })
      json.field("fullTimeOnly", rule.scope.isFullTimeOnly)
      json.field("validFrom", rule.scope.validFrom?.description)
      json.field("validTo", rule.scope.validTo?.description)
      json.field("whenDecided", RuleOutcome.word(rule.whenDecided))
      json.field("whenReported", RuleOutcome.word(rule.whenReported))
    }
  }

  private mutating func words(_ name: String, _ words: [String]?) {
    guard let words else { return }
    self.name(name)
    list { json in
      for word in words.sorted() { json.string(word) }
    }
  }
}
