internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An answer of JSON.
func jsonResponse(
  _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], _ body: (inout JSONText) -> Void
) -> Response {
  var json = JSONText()
  body(&json)
  var headers = headers
  headers[.contentType] = "application/json"
  return Response(
    status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
}
