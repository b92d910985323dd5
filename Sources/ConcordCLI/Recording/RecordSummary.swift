import CommandHandling
import HTTPAPI

/// What became of the lines of a file.
struct RecordSummary {
  /// A line that was not recorded.
  struct Refusal {
    let line: Int
    let field: String?
    let reason: String
    let rule: String?
    let ruleText: String?
    let source: String?
  }

  private var recorded = 0
  private var repeated = 0
  private var alreadySo = 0
  private var refused = 0
  private var events = 0
  private var findings = 0
  private var reviews = 0
  /// The last line that was answered, 0 before the first.
  var lastLine = 0

  /// Whether something was refused.
  var hasRefusals: Bool { refused > 0 }
  /// How many lines were answered.
  var lineCount: Int { recorded + repeated + alreadySo + refused }

  /// Counts an answer of this process's own session.
  ///
  /// - Returns: the refusal, if it is one.
  mutating func count(_ answer: SessionAnswer) -> Refusal? {
    switch answer.result {
    case .success(let receipt):
      count(receipt)
      return nil
    case .failure(let error):
      var problem = Problem(error)
      problem.line = answer.line
      return count(problem)
    }
  }

  /// Counts a receipt of this process's own session.
  mutating func count(_ receipt: CommandReceipt) {
    count(
      receipt.status, events: receipt.events.count, findings: receipt.findings.count,
      reviews: receipt.reviews.count)
  }

  /// Counts a refusal of this process's own session.
  mutating func count(_ problem: Problem) -> Refusal {
    refused += 1
    return Refusal(
      line: problem.line ?? 0, field: problem.field, reason: problem.detail, rule: problem.rule,
      ruleText: problem.ruleText, source: problem.source)
  }

  /// Counts an answer that came over HTTP.
  mutating func count(_ answer: RemoteAnswer) -> Refusal? {
    guard let status = answer.receiptStatus else {
      refused += 1
      return Refusal(
        line: answer.line ?? 0, field: answer.field, reason: answer.detail ?? "no reason was given",
        rule: answer.rule, ruleText: answer.ruleText, source: answer.source)
    }
    count(
      status, events: answer.events?.count ?? 0, findings: answer.findings?.count ?? 0,
      reviews: answer.reviews?.count ?? 0)
    return nil
  }

  private mutating func count(
    _ status: CommandReceipt.Status, events: Int, findings: Int, reviews: Int
  ) {
    switch status {
    case .recorded:
      recorded += 1
      self.events += events
      self.findings += findings
      self.reviews += reviews
    case .repeated: repeated += 1
    case .alreadySo: alreadySo += 1
    }
  }

  /// The lines for people.
  var lines: [String] {
    var lines = [
      "\(counted(lineCount, "line")): \(grouped(recorded)) recorded (\(counted(events, "event"))), "
        + "\(grouped(repeated)) recorded before, \(grouped(alreadySo)) already so, "
        + "\(grouped(refused)) refused."
    ]
    for (count, what) in [(findings, "finding"), (reviews, "review")] where count > 0 {
      lines.append("\(counted(count, what + " was", what + "s were")) opened.")
    }
    return lines
  }
}

extension RecordSummary.Refusal: CustomStringConvertible {
  /// Line, field, reason and rule.
  var description: String {
    var text = line > 0 ? "line \(line): " : ""
    // Many reasons begin with the field that they speak of.
    if let field, !reason.hasPrefix(field) { text += "\(field): " }
    text += reason
    guard let rule else { return text }
    text += " (\(rule)"
    if let ruleText { text += ": \(ruleText)" }
    if let source { text += " Source: \(source)" }
    return text + ")"
  }
}
