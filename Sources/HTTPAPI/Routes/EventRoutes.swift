internal import Cooperation
internal import EventLog
public import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Projections
internal import ServiceLifecycle

/// `GET /v1/streams/{stream}` and `GET /v1/events?after=`: the events themselves.
struct EventRoutes: Sendable {
  let log: any AppendOnlyLog
  let limits: ServerLimits
  /// What tells this run of the server from all others.
  let run: UInt64

  func add(to router: Router<ConcordRequestContext>) {
    router.get("v1/streams/:stream") { request, context in
      _ = try context.auditor()
      return try stream(request, try context.parameters.require("stream"))
    }
    router.get("v1/events") { request, context in
      let caller = try context.auditor()
      return try events(request, caller, context.channel)
    }
  }

  private func stream(_ request: Request, _ name: String) throws -> Response {
    var question = QueryParameters(request)
    let stream: StreamName
    do throws(EventModelError) {
      stream = try StreamName(validating: percentDecoded(name))
    } catch {
      throw Problem.badArgument("stream", "a stream name: \(error.reason)")
    }
    let from = try question.number("from").map(Revision.init)
    let limit = try question.limit(limits.eventsPerPage)
    let occurredUntil = try question.moment("occurredUntil")
    let recordedUntil = try question.moment("recordedUntil")
    try question.expectNothing()
    guard let head = try log.head(of: stream) else {
      throw Problem("no-such-stream", .notFound, "\(stream) has no events")
    }
    // What is recorded stays as it is: the page depends on how far the stream goes alone.
    let tag = AnswerTag(request, run: run, [])
    let basis = [head.description]
    if let unchanged = tag.unchanged(basis, for: request) { return unchanged }
    let zone = log.identity.zone
    let asOf = try AsOf(
      log, recordedUntil: recordedUntil.map { RecordedTime(microseconds: $0.latest(in: zone)) },
      occurredUntil: occurredUntil)
    let page = try page(of: stream, from: from ?? .zero, head: head, limit: limit, asOf)
    return tag.tagged(page, basis, for: request)
  }

  /// A stream's next events by a moment: fewer than may be where they are large.
  private func page(
    of stream: StreamName, from: Revision, head: Revision, limit: Int, _ asOf: AsOf
  ) throws -> Response {
    let zone = log.identity.zone
    let last = asOf.occurredUntil?.latest(in: zone) ?? .max
    var items = JSONText()
    var (count, next) = (0, from)
    while count < limit, next <= head, items.bytes.count < limits.eventByteCount {
      let some = try log.read(
        stream: stream, from: next, direction: .forwards, before: asOf.end,
        // Of those that happened by a moment there may be few: nobody waits for a look-up each.
        limit: asOf.occurredUntil == nil
          ? min(limit - count, limits.eventsPerRead) : limits.eventsPerRead)
      guard let end = some.last?.revision.next else {
        // What comes later was recorded later.
        next = head.next
        break
      }
      next = end
      for event in some where event.event.occurred.latest(in: zone) <= last {
        items.event(event)
        count += 1
        guard count < limit else {
          next = event.revision.next
          break
        }
      }
    }
    return jsonResponse { json in
      json.object { json in
        json.field("stream", stream.text)
        json.field("head", Int64(head.number))
        json.name("events")
        json.list { $0.raw(items.string) }
        if count > 0, next <= head { json.field("next", Int64(next.number)) }
      }
    }
  }

  /// NDJSON of all events beyond a position, up to the log's end now.
  ///
  /// It begins with the very next event, also within an append, so that whoever was cut off goes on where
  /// they were; it ends with an append. One that takes long is broken off when the server ends, also where
  /// nobody reads it: what ended in order would look like the whole.
  private func events(
    _ request: Request, _ caller: Caller, _ channel: any Channel
  ) throws -> Response {
    var question = QueryParameters(request)
    let after = try question.number("after")
    let limit = try question.number("limit")
    guard limit != 0 else { throw Problem.badArgument("limit", "a number from 1") }
    try question.expectNothing()
    // Beyond the last number there is nothing.
    let start = Position(after.map { $0 == .max ? $0 : $0 + 1 } ?? 0)
    let end = log.end
    let log = log
    let limits = limits
    return Response(
      status: .ok,
      headers: [.contentType: "application/x-ndjson", .concordEnd: end.description],
      body: ResponseBody { writer in
        try await withGracefulShutdownHandler {
          var position = start
          var rest = limit ?? .max
          var decoder = RecordDecoder()
          while position < end, rest > 0 {
            // The limit is passed to the end of an append, never within one.
            let (events, next) = try log.appends(
              from: position, before: end, eventCount: Int(min(rest, UInt64(limits.eventsPerPage))),
              byteCount: limits.eventByteCount, &decoder)
            guard next > position else { break }
            try caller.checkAgain()
            var json = JSONText()
            for event in events {
              json.event(event)
              json.newline()
            }
            try await writer.write(ByteBuffer(bytes: json.bytes))
            rest -= min(rest, UInt64(events.count))
            position = next
          }
          // It waits until the last piece is taken.
          try await writer.finish(nil)
        } onGracefulShutdown: {
          channel.eventLoop.scheduleTask(in: .seconds(Int64(limits.endingSeconds))) {
            channel.close(promise: nil)
          }
        }
      })
  }
}

extension JSONText {
  /// Writes a recorded event with its payload's own JSON.
  public mutating func event(_ recorded: RecordedEvent) {
    let event = recorded.event
    self.event(
      recorded,
      payload: CooperationModel.payloadJSON(
        recorded.stream, event.type, schemaVersion: event.schemaVersion, payload: event.payload))
  }
}

extension QueryParameters {
  mutating func number(_ name: String) throws(Problem) -> UInt64? {
    guard let text = take(name) else { return nil }
    guard let number = UInt64(text) else { throw Problem.badArgument(name, "a number from 0") }
    return number
  }

  /// A moment, all of which counts.
  mutating func moment(_ name: String) throws(Problem) -> Moment? {
    guard let text = take(name) else { return nil }
    do throws(EventModelError) {
      return try Moment(validating: text)
    } catch {
      throw Problem.badArgument(name, "a moment, as 2022-06-30")
    }
  }

  mutating func limit(_ most: Int) throws(Problem) -> Int {
    guard let number = try number("limit") else { return min(100, most) }
    guard (1...UInt64(most)).contains(number) else {
      throw Problem.badArgument("limit", "a number from 1 to \(most)")
    }
    return Int(number)
  }
}
