internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Projections

/// `GET /v1/views`, `/v1/views/{view}`, `/v1/views/{view}/{key}` and `/v1/measures`.
struct ViewRoutes: Sendable {
  let store: ReadModelStore
  let own: OwnOrganisations
  let limits: ServerLimits
  /// What tells this run of the server from all others.
  let run: UInt64

  func add(to router: Router<ConcordRequestContext>) {
    router.get("v1/views") { request, context in
      _ = try context.reader()
      try request.expectNoParameters()
      return jsonResponse { $0.views(store.readModels.views) }
    }
    router.get("v1/views/:view") { request, context in
      let caller = try context.reader()
      let view = percentDecoded(try context.parameters.require("view"))
      return try await page(request, view, caller)
    }
    router.get("v1/views/:view/**") { request, context in
      let caller = try context.reader()
      let view = percentDecoded(try context.parameters.require("view"))
      return try await row(
        request, view, key: context.parameters.getCatchAll().map(String.init), caller)
    }
    router.get("v1/measures") { request, context in
      _ = try context.reader()
      try request.expectNoParameters()
      return jsonResponse { $0.measures(store.readModels.measures) }
    }
    router.get("v1/measures/:name") { request, context in
      let caller = try context.reader()
      let name = percentDecoded(try context.parameters.require("name"))
      return try await measure(request, name, caller)
    }
  }

  private func page(
    _ request: Request, _ view: String, _ caller: Caller
  ) async throws -> Response {
    var question = QueryParameters(request)
    let atLeast = try question.takeAtLeast()
    let format = try question.format(request)
    let declaration = try store.readModels.view(view)
    var query = try ViewQuery(declaration, &question)
    try store.check(query)
    try await store.wait(for: atLeast, limits)
    query.hidesSmallCells = !caller.seesSmallCells
    query.organisations = try await own.names(of: caller, for: declaration)
    let tag = tag(request, format.name, caller, query.organisations)
    if let unchanged = try await unchanged(tag, request) { return unchanged }
    try store.refuseUnknownStreams(query)
    let page = try await store.page(query)
    return tag.tagged(
      answer(page.columns, page.rows, page.basis, next: page.next, format), page.basis.words,
      for: request)
  }

  private func row(
    _ request: Request, _ view: String, key parts: [String], _ caller: Caller
  ) async throws -> Response {
    var question = QueryParameters(request)
    let atLeast = try question.takeAtLeast()
    let arguments = try question.takeAll()
    let declaration = try store.readModels.view(view)
    let key = (wholeKey(request, of: declaration.keyColumnCount) ?? parts).map(percentDecoded)
    try store.checkRow(of: view, key: key, arguments: arguments)
    try await store.wait(for: atLeast, limits)
    let organisations = try await own.names(of: caller, for: declaration)
    let tag = tag(request, "row", caller, organisations)
    if let unchanged = try await unchanged(tag, request) { return unchanged }
    try store.refuseUnknownStreams(arguments, of: declaration.arguments)
    guard
      let (page, row) = try await store.row(
        of: view, key: key, arguments: arguments, hidingSmallCells: !caller.seesSmallCells,
        organisations: organisations)
    else {
      throw Problem(
        "no-such-row", .notFound, "\(view) has no row with the key " + key.joined(separator: "/"))
    }
    return tag.tagged(
      jsonResponse(headers: page.basis.headers) { $0.row(page.columns, row) }, page.basis.words,
      for: request)
  }

  /// The parts of a key as they stand in the address, where they are as many as there should be.
  ///
  /// The router passes over empty parts, but a key's column may hold an empty text.
  private func wholeKey(_ request: Request, of count: Int) -> [String]? {
    // "", "v1", "views" and the view.
    let parts = request.uri.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(
      4)
    return parts.count == count ? parts.map(String.init) : nil
  }

  private func measure(
    _ request: Request, _ name: String, _ caller: Caller
  ) async throws -> Response {
    var question = QueryParameters(request)
    let atLeast = try question.takeAtLeast()
    let format = try question.format(request)
    let arguments = try question.takeAll()
    try store.check(arguments, ofMeasure: name)
    try await store.wait(for: atLeast, limits)
    let tag = tag(request, format.name, caller, [])
    if let unchanged = try await unchanged(tag, request) { return unchanged }
    try store.refuseUnknownStreams(arguments, of: store.readModels.measure(name).arguments)
    let result = try await store.measure(
      name, arguments, hidingSmallCells: !caller.seesSmallCells)
    return tag.tagged(
      answer(result.measure.columns, result.rows, result.basis, next: nil, format),
      result.basis.words, for: request)
  }

  /// What names an answer: how it is written, whether small cells are hidden from who asks, and whose
  /// own persons they see.
  private func tag(
    _ request: Request, _ form: String, _ caller: Caller, _ organisations: [StreamName]
  ) -> AnswerTag {
    AnswerTag(
      request, run: run,
      [form, caller.seesSmallCells ? "all" : "no small cells"] + organisations.map(\.text))
  }

  /// The answer that the client has what it would get; `nil` where it hasn't, or names nothing.
  private func unchanged(_ tag: AnswerTag, _ request: Request) async throws -> Response? {
    guard tag.isAsked(by: request) else { return nil }
    let basis = try await store.basis()
    return tag.unchanged(basis.words, for: request, headers: basis.headers)
  }

  private func answer(
    _ columns: [ColumnDeclaration], _ rows: [[SQLValue]], _ basis: RowsBasis, next: String?,
    _ format: QueryParameters.Format
  ) -> Response {
    var headers = basis.headers
    switch format {
    case .json:
      return jsonResponse(headers: headers) { json in
        json.rows(columns, rows, basis, next: next)
      }
    case .csv(let byteOrderMark):
      headers[.contentType] = "text/csv; charset=utf-8; header=present"
      if let next { headers[.concordNext] = next }
      let text = CSVText(columns: columns.map(\.name), rows: rows, byteOrderMark: byteOrderMark)
      return Response(
        status: .ok, headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: text.bytes)))
    }
  }
}

extension RowsBasis {
  /// What an answer's header says of the rows in it, whatever its form.
  fileprivate var headers: HTTPFields {
    var headers = standstill
    headers[.concordEnd] = end.description
    return headers
  }

  /// What an answer's header says where streams stand still.
  var standstill: HTTPFields {
    quarantinedStreamCount > 0
      ? [.concordQuarantinedStreams: String(quarantinedStreamCount)] : [:]
  }

  /// The basis as an ``AnswerTag`` takes it.
  fileprivate var words: [String] { [String(generation), end.description] }
}

extension Request {
  /// Refuses a question of which nothing would be looked at: what is listed is not searched.
  fileprivate func expectNoParameters() throws(Problem) {
    var question = QueryParameters(self)
    try question.expectNothing()
  }
}

extension QueryParameters {
  /// The position that the client has seen, and the rows are to know; `nil` where it names none.
  mutating func takeAtLeast() throws(Problem) -> Position? {
    guard let text = take("atLeast") else { return nil }
    guard let number = UInt64(text) else {
      throw Problem.badArgument("atLeast", "a position, as the field end of a receipt")
    }
    return Position(number)
  }
}

extension ReadModelStore {
  /// Waits until the rows know all events below a position; to be called once all else is known to be
  /// right with the question, because it may take its time.
  func wait(for wanted: Position?, _ limits: ServerLimits) async throws(Problem) {
    guard let wanted else { return }
    let reached = await wait(untilEnd: wanted, atMost: .seconds(limits.waitSeconds))
    guard reached >= wanted else {
      var problem = Problem(
        "not-yet", .serviceUnavailable,
        "the views know positions below \(reached), not yet below \(wanted); try again")
      problem.retryAfterSeconds = 1
      throw problem
    }
  }
}
