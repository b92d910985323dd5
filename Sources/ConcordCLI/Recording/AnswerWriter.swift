import CommandHandling
import HTTPAPI
import Synchronization

/// Writes answers as they come, and what they add up to.
///
/// When nobody reads the output any more, recording goes on all the same.
final class AnswerWriter: Sendable {
  private let isJSON: Bool
  private let summary = Mutex(RecordSummary())
  private let isSummedUp = Mutex(false)
  private let stop = Mutex<Failure?>(nil)

  init(isJSON: Bool) { self.isJSON = isJSON }

  /// How many lines were answered.
  var lineCount: Int { summary.withLock { $0.lineCount } }

  /// The last line that was answered; it and those before it are, or are blank.
  var lastLine: Int { summary.withLock { $0.lastLine } }

  /// What refused a line without blaming it, as a full disk, or ended all, as a server that ends: nothing
  /// behind it is handed in.
  var failure: Failure? { stop.withLock { $0 } }

  /// Writes an answer of this process's own session.
  ///
  /// Those that are refused by what blames none of them are told to programs alone: people are told
  /// once, by ``failure``.
  func write(_ answer: SessionAnswer) {
    switch answer.result {
    case .success(let receipt):
      summary.withLock {
        $0.count(receipt)
        $0.lastLine = answer.line
      }
      if isJSON { try? Output.standard.json { $0.receipt(receipt, line: answer.line) } }
    case .failure(let error):
      var problem = Problem(error)
      problem.line = answer.line
      let isStopped = stops(problem.code, answer.line, problem.detail)
      if isJSON { try? Output.standard.json { problem.write(to: &$0, as: .problem) } }
      if isStopped { return }
      let refusal = summary.withLock {
        $0.lastLine = answer.line
        return $0.count(problem)
      }
      if !isJSON { try? Output.standard.line("\(refusal)") }
    }
  }

  /// Writes an answer that came over HTTP.
  func write(_ json: [UInt8]) throws(Failure) {
    let answer: RemoteAnswer
    do {
      answer = try RemoteAnswer(json)
    } catch {
      throw Failure(.inputOutput, "the server's answer is none of Concord's")
    }
    let isStopped =
      answer.receiptStatus == nil
      && stops(answer.code, answer.line, answer.detail ?? "the server gave no reason")
    if isJSON { try? Output.standard.write(json + [UInt8(ascii: "\n")]) }
    if isStopped { return }
    let refusal = summary.withLock {
      $0.lastLine = answer.line ?? $0.lastLine
      return $0.count(answer)
    }
    if !isJSON, let refusal { try? Output.standard.line("\(refusal)") }
  }

  /// Whether a refusal blames no line; the first is kept.
  ///
  /// - Parameter line: `nil` where it is no answer to a line: it says why a server reads no more of them.
  private func stops(_ code: String, _ line: Int?, _ reason: String) -> Bool {
    guard line == nil || Problem.operationalCodes.contains(code) else { return false }
    let place = line.map { " at line \($0)" } ?? ""
    stop.withLock {
      $0 =
        $0
        ?? Failure(
          .inputOutput,
          "stopped\(place): \(reason); what was answered stands, and lines with ids can be handed "
            + "in again")
    }
    return true
  }

  /// Writes the summary, once.
  func sumUp() {
    let wasSummedUp = isSummedUp.withLock { isSummedUp in
      defer { isSummedUp = true }
      return isSummedUp
    }
    if !isJSON, !wasSummedUp {
      for line in summary.withLock({ $0.lines }) { try? Output.standard.line(line) }
    }
    try? Output.standard.flush()
  }

  /// Writes the summary, where that was not done yet.
  ///
  /// - Throws: ``Failure`` without words when something was refused.
  func finish() throws(Failure) {
    sumUp()
    if summary.withLock({ $0.hasRefusals }) { throw Failure(.damageOrRefused, nil) }
  }
}
