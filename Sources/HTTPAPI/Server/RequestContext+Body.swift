internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension ConcordRequestContext {
  /// Reads the whole body of a request, from a caller who may still ask when it is there.
  ///
  /// - Parameters:
  ///   - what: what the body is, for whoever sends too much.
  ///   - seconds: how long all of it may take, however steadily it comes.
  /// - Throws: ``Problem`` with code `too-large`, `too-slow`, `ending` or `cut-short`; `unauthenticated`
  ///   where the key was revoked meanwhile: a body may come for hours.
  func body(
    of request: Request, named what: String, upTo byteCount: Int, within seconds: Int,
    _ silence: SilenceWatch
  ) async throws(Problem) -> [UInt8] {
    try expectBody(of: request, named: what, upTo: byteCount)
    var pieces = patientBody(of: request, silence).pieces()
    var body: [UInt8] = []
    let end = ContinuousClock.now + .seconds(seconds)
    while let piece = try await pieces.next() {
      guard body.count + piece.readableBytes <= byteCount else {
        throw .tooLarge(what, byteCount)
      }
      guard ContinuousClock.now < end else { throw BodyEnd.late(seconds: seconds).problem }
      body += piece.readableBytesView
    }
    try caller?.checkAgain()
    return body
  }

  /// A request's body, whose client must not be silent for too long.
  func patientBody(of request: Request, _ silence: SilenceWatch) -> PatientBody {
    PatientBody(body: request.body, channel: channel, silence: silence)
  }

  /// Says that a request's body is about to be read; whoever waits for that sends it now.
  ///
  /// - Throws: ``Problem`` with code `too-large` where it announces more bytes than may come: nobody
  ///   sends them then.
  func expectBody(
    of request: Request, named what: String, upTo byteCount: Int
  ) throws(Problem) {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > byteCount {
      throw .tooLarge(what, byteCount)
    }
    guard request.headers[.expect] != nil else { return }
    channel.triggerUserOutboundEvent(ExpectedBodies.Wanted.now, promise: nil)
  }
}

extension Problem {
  /// That a body can't be read to its end.
  static let cutShort = Problem("cut-short", .badRequest, "the body ended before its end")

  /// That more was sent than may be.
  static func tooLarge(_ what: String, _ byteCount: Int) -> Problem {
    Problem("too-large", .contentTooLarge, "\(what) has at most \(byteCount) bytes")
  }
}
