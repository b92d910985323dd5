internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A request's body, which ends if the client is silent for too long.
struct PatientBody: Sendable {
  let body: RequestBody
  let channel: any Channel
  let silence: SilenceWatch

  /// Its pieces, once.
  func pieces() -> BodyPieces { BodyPieces(self) }
}

/// The pieces of a request's body. A client that is silent for too long is told so; the library alone would
/// close the connection without a word.
struct BodyPieces {
  private var pieces: RequestBody.AsyncIterator
  private let channel: any Channel
  private let silence: SilenceWatch

  fileprivate init(_ body: PatientBody) {
    pieces = body.body.makeAsyncIterator()
    channel = body.channel
    silence = body.silence
  }

  /// The next piece; `nil` where there are no more.
  ///
  /// Silence is only measured while somebody waits for the piece, not while the last one is worked on.
  /// - Throws: ``Problem`` with code `too-slow`, `ending` or `cut-short`.
  @concurrent mutating func next() async throws(Problem) -> ByteBuffer? {
    let wait = silence.begin(channel)
    defer { silence.end(wait) }
    do {
      return try await pieces.next()
    } catch let end as BodyEnd {
      throw end.problem
    } catch {
      // The connection ended, or a piece is none.
      throw .cutShort
    }
  }
}

/// Why reading a body ends early.
enum BodyEnd: Error {
  /// Its client sent nothing for so long.
  case silent(seconds: Int)
  /// It was to be there within so long.
  case late(seconds: Int)
  /// The server ends.
  case serverEnds

  var problem: Problem {
    switch self {
    case .silent(let seconds):
      return Problem(
        "too-slow", .requestTimeout,
        "nothing of the body came for \(seconds) s; a space now and then shows that more is to come"
      )
    case .late(let seconds):
      return Problem(
        "too-slow", .requestTimeout,
        "the body was not there within \(seconds) s; many commands come as NDJSON, which may take longer"
      )
    case .serverEnds:
      var problem = Problem(
        "ending", .serviceUnavailable,
        "the server ends, and reads no more of this body; hand in again what has no answer, under the "
          + "same ids")
      problem.retryAfterSeconds = 5
      return problem
    }
  }
}

/// Ends bodies that are still being read when a server that was told to end must soon be gone, so that
/// what they brought is answered, and then why there is no more.
final class EndingBodies: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let seconds: Int

  private init(_ seconds: Int) { self.seconds = seconds }

  /// Looks out for the server's end, from now on.
  ///
  /// To be called on the connection's event loop.
  /// - Parameter seconds: how long bodies may still come then.
  static func watch(_ channel: any Channel, _ seconds: Int) throws {
    try channel.pipeline.syncOperations.addHandler(EndingBodies(seconds), position: .first)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      let channel = context.channel
      context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
        if channel.isActive { channel.pipeline.fireErrorCaught(BodyEnd.serverEnds) }
      }
    }
    context.fireUserInboundEventTriggered(event)
  }
}
