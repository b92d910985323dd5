import Foundation
import Testing

@testable import ConcordCLI

@Suite struct `The path of a data directory` {
  @Test(arguments: [
    ("data", "data"), ("data/", "data"), ("data/.", "data"), ("./data/.//./", "./data"),
    ("/srv/data//", "/srv/data"), ("/", "/"), ("/.", "/"), (".data", ".data"), ("data.", "data."),
    ("x/...", "x/..."),
  ])
  func `ends in its name, without a slash or a dot`(given: String, path: String) {
    #expect(DataOptions.path(of: given) == path)
  }

  @Test func `is found out where dots alone were given`() {
    let here = FileManager.default.currentDirectoryPath
    let above = URL(filePath: here).deletingLastPathComponent().path
    for given in [".", "./", "./."] { #expect(DataOptions.path(of: given) == here, "\(given)") }
    for given in ["..", "../"] { #expect(DataOptions.path(of: given) == above, "\(given)") }
  }
}
