import AsyncHTTPClient
import NIOCore

/// How this program asks a server, and what it says where none answers.
enum ServerConnection {
  /// The client: one for the process. Unlike the shared one it doesn't try for a minute to connect to
  /// a port that refuses.
  static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.timeout.connect = .seconds(10)
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }()

  /// What went wrong, in words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: return Failure.sentence(error.errnoCode)
    case let error as HTTPClientError where error == .connectTimeout:
      return "no answer within 10 seconds"
    case let error as HTTPClientError: return error.shortDescription
    default:
      // One error for all addresses of a name, each with its number.
      let text = "\(error)"
      guard
        let number = text.firstRange(of: "errno: ").flatMap({
          Int32(text[$0.upperBound...].prefix(while: \.isNumber))
        })
      else { return text }
      return Failure.sentence(number)
    }
  }
}
