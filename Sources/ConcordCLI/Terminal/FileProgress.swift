import Files
import Glibc

extension Progress {
  /// Shows how large a file has become while `body` writes it.
  ///
  /// For copies that tell nothing on their way.
  static func watching<Result: Sendable>(
    _ path: String, as what: String, of total: Int? = nil,
    _ body: @Sendable @escaping () throws -> Result
  ) async throws -> Result {
    let progress = Progress(what, unit: "MB")
    defer { progress.finish() }
    let watcher = Task {
      while true {
        try await Task.sleep(for: .milliseconds(250))
        if let size = fileByteCount(path) {
          progress.update(size >> 20, of: total.map { $0 >> 20 })
        }
      }
    }
    defer { watcher.cancel() }
    return try body()
  }
}

/// How many bytes a file has; `nil` when it isn't there.
func fileByteCount(_ path: String) -> Int? { File.byteCount(of: path).map { Int($0) } }
