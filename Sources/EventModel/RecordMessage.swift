internal import FoundationEssentials

// Between the nouns and the generated messages of `Schemas/concord/v1/event.proto`.

extension Identifier16 {
  var data: Data { Data(bytes) }

  init(_ data: Data, _ field: String) throws(EventModelError) {
    guard data.count == 16 else {
      throw EventModelError(.record, "\(field) has 16 bytes, not \(data.count)")
    }
    self.init(prefixOf: data)
  }
}

extension Digest {
  var data: Data { Data(bytes) }
}
