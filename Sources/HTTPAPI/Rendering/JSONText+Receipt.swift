public import CommandHandling
internal import Deciding
internal import EventModel

extension JSONText {
  /// Writes a receipt: the same for HTTP and `record`.
  ///
  /// - Parameters:
  ///   - line: the line of an NDJSON body that it answers, from 1.
  ///   - isDryRun: whether nothing was recorded.
  public mutating func receipt(
    _ receipt: CommandReceipt, line: Int? = nil, isDryRun: Bool = false
  ) {
    object { json in
      if line != nil { json.kind(.receipt) }
      json.field("line", line.map(Int64.init))
      json.field("status", receipt.status.rawValue)
      if isDryRun { json.field("dryRun", true) }
      json.field("id", receipt.commandID.description)
      json.field("recordedAt", receipt.recordedAt?.description)
      json.field("end", receipt.positions.map { Int64($0.upperBound.number) })
      json.field("review", receipt.isHeldForReview)
      json.name("events")
      json.list { json in
        for event in receipt.events {
          json.object {
            $0.field("id", event.id.description)
            $0.field("type", event.type.text)
            $0.field("stream", event.stream.text)
            $0.field("revision", Int64(event.revision.number))
            $0.field("position", Int64(event.position.number))
          }
        }
      }
      json.findings(receipt.findings)
      json.reviews(receipt.reviews)
    }
  }

  private mutating func findings(_ findings: [CommandReceipt.Finding]) {
    if findings.isEmpty { return }
    name("findings")
    list { json in
      for finding in findings {
        json.object {
          $0.field("stream", finding.stream.text)
          $0.field("rule", finding.rule)
          $0.field("severity", finding.severity.rawValue)
          $0.field("reason", finding.reason)
        }
      }
    }
  }

  private mutating func reviews(_ reviews: [CommandReceipt.Review]) {
    if reviews.isEmpty { return }
    name("reviews")
    list { json in
      for review in reviews {
        json.object {
          $0.field("id", review.id.description)
          $0.field("stream", review.stream.text)
          $0.field("rule", review.rule)
          $0.field("reason", review.reason)
        }
      }
    }
  }
}
