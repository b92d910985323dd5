public import CommandHandling

extension JSONText {
  /// Writes the answer to one line: a receipt, or a problem with the line's number.
  ///
  /// - Parameter isDryRun: whether nothing was recorded.
  public mutating func answer(_ answer: SessionAnswer, isDryRun: Bool = false) {
    switch answer.result {
    case .success(let receipt): self.receipt(receipt, line: answer.line, isDryRun: isDryRun)
    case .failure(let error):
      var problem = Problem(error)
      problem.line = answer.line
      self.problem(problem)
    }
  }

  /// Writes a problem as a line of NDJSON.
  mutating func problem(_ problem: Problem) { problem.write(to: &self, as: .problem) }
}
