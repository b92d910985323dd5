import EventLog
import EventLogTesting
import FoundationEssentials
import Glibc
import Testing
import TestSupport

@Suite struct `The digest of the schema` {
  private static let schemas = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Schemas").path

  @Test func `is the one that the format names`() throws {
    let format = try String(
      contentsOf: URL(filePath: Self.schemas + "/log-format.md"), encoding: .utf8)
    #expect(format.contains("`\(LogCreation.descriptorDigest)`"))
  }

  @Test func `is that of the schema as it is`() throws {
    let directory = TemporaryDirectory()
    // Debian packages the compiler without google/protobuf/descriptor.proto (libprotobuf-dev).
    guard system("protoc --version 2>/dev/null | grep -qx 'libprotoc 3.21.12'") == 0,
      system("test -e /usr/include/google/protobuf/descriptor.proto") == 0
    else {
      print("NOTICE: skipped, protoc 3.21.12 with its schemas (libprotobuf-dev) is not here")
      return
    }
    let set = directory.path + "/descriptors"
    try #require(
      system(
        "cd '\(Self.schemas)' && protoc --include_imports --descriptor_set_out=\(set)"
          + " concord/v1/event.proto && sha256sum \(set) > \(set).sum") == 0)
    let sum = try String(contentsOf: URL(filePath: set + ".sum"), encoding: .utf8)
    #expect(sum.prefix(64) == LogCreation.descriptorDigest)
  }
}
