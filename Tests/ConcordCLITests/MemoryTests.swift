import Foundation
import Testing

@Suite struct `Memory` {
  @Test func `comes from jemalloc`() throws {
    let place = Place()
    let process = Program.process(place, ["--version"])
    process.environment?["MALLOC_CONF"] = "stats_print:true"
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let told = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: told, as: UTF8.self).contains("Begin jemalloc statistics"))
  }
}
