@testable import Cooperation
import Deciding
import EventModel
import Testing

@Suite struct `An import` {
  static let stream = "import-organisations-" + Story.text

  private let step = Acts("import", Self.stream, on: "2023-09-01", as: nil)

  private func received(rows: Int = 5) throws -> Story {
    var story = Story()
    try step(
      &story, "receiveImport",
      #""kind":"organisations","fileSha256":"\#(Story.text)","rowCount":\#(rows)"#)
    return story
  }

  private func run(
    _ first: Int, _ count: Int, recorded: Int, already: Int = 0, rejected: String = ""
  ) -> String {
    #""firstRow":\#(first),"rowCount":\#(count),"recordedCount":\#(recorded),"#
      + #""alreadySoCount":\#(already),"rejected":[\#(rejected)]"#
  }

  private func state(_ story: Story) throws -> Import {
    try #require(try story.state(Import.self, Self.stream))
  }

  @Test func `keeps what became of each row`() throws {
    var story = try received()
    let bad = #"{"row":2,"column":"code","reason":"BAD_FORMAT","code":"malformed-value"}"#
    try step(&story, "recordImportRows", run(1, 3, recorded: 2, rejected: bad))
    #expect(try step(&story, "recordImportRows", run(1, 3, recorded: 2, rejected: bad)).types == [])
    refused(.wrongState) { () throws(Rejection) in
      try step(&story, "completeImport", #""recordedCount":2,"rejectedCount":1"#)
    }
    try step(&story, "recordImportRows", run(4, 2, recorded: 1, already: 1))
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "completeImport", #""recordedCount":4,"alreadySoCount":1,"rejectedCount":1"#)
    }
    try step(
      &story, "completeImport", #""recordedCount":3,"alreadySoCount":1,"rejectedCount":1"#)
    #expect(try state(story).phase == .completed)
    #expect(try state(story).rejectedCount == 1)
    try step(&story, "reverseImport", #""reason":"the wrong file","voidedCount":3"#)
    #expect(try state(story).phase == .reversed)
  }

  @Test func `of the same file is the same`() throws {
    var story = try received()
    #expect(
      try step(
        &story, "receiveImport",
        #""kind":"organisations","fileSha256":"\#(Story.text)","rowCount":5"#
      ).types == [])
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "receiveImport",
        #""kind":"organisations","fileSha256":"\#(Story.otherText)","rowCount":5"#)
    }
    refused(.malformedValue) { () throws(Rejection) in
      try step(
        &story, "receiveImport",
        #""kind":"persons","fileSha256":"\#(Story.text)","rowCount":5"#)
    }
  }

  @Test func `takes runs that follow each other and add up`() throws {
    var story = try received()
    for bad in [
      run(2, 1, recorded: 1), run(1, 6, recorded: 6), run(1, 2, recorded: 1),
      run(0, 1, recorded: 1), run(1, 0, recorded: 0), run(1, 1, recorded: -1, already: 2),
      run(1, 2, recorded: 1, rejected: #"{"row":3,"reason":"MISSING"}"#),
      run(1, 2, recorded: 1, rejected: #"{"row":2}"#),
      run(
        1, 3, recorded: 1,
        rejected: #"{"row":2,"reason":"MISSING"},{"row":2,"reason":"MISSING"}"#),
    ] {
      refused(.malformedValue) { () throws(Rejection) in
        try step(&story, "recordImportRows", bad)
      }
    }
    try step(&story, "recordImportRows", run(1, 5, recorded: 5))
    refused(.malformedValue) { () throws(Rejection) in
      try step(&story, "recordImportRows", run(6, 1, recorded: 1))
    }
  }

  @Test func `of a file without rows is complete at once`() throws {
    var story = try received(rows: 0)
    try step(&story, "completeImport", #""recordedCount":0"#)
    #expect(try state(story).phase == .completed)
  }
}
