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

  init(isJSON: Bool) { self.isJSON = isJSON }

  /// How many lines were answered.
  var lineCount: Int { summary.withLock { $0.lineCount } }

  /// Writes an answer of this process's own session.
  func write(_ answer: SessionAnswer) {
    let refusal = summary.withLock { $0.count(answer) }
    if isJSON {
      try? Output.standard.json { $0.answer(answer) }
    } else if let refusal {
      try? Output.standard.line("\(refusal)")
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
    let refusal = summary.withLock { $0.count(answer) }
    if isJSON {
      try? Output.standard.write(json + [UInt8(ascii: "\n")])
    } else if let refusal {
      try? Output.standard.line("\(refusal)")
    }
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
