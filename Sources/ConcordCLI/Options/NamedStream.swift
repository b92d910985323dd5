import ArgumentParser
import EventModel

/// A stream of one category that was named on the command line.
func namedStream(
  _ text: String, _ category: StreamCategory, _ option: String
) throws -> StreamName {
  guard let stream = try? StreamName(validating: text), stream.category == category else {
    throw ValidationError("\(option) is a stream, as \(category.text)-4711, not \(text).")
  }
  return stream
}
