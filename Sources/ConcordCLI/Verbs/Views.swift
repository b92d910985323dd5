import ArgumentParser
import EventModel
import HTTPAPI
import Projections
import ReadModels

/// `concord views`
struct Views: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask read models, or make them anew.",
    subcommands: [List.self, Show.self, Rebuild.self, Digest.self])

  /// `concord views digest`
  struct Digest: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Show the digest of all read models: equal digests mean equal rows.")

    @OptionGroup var views: ViewsOptions

    @OptionGroup var data: DataOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func run() async throws {
      let workspace = try ReadOnlyWorkspace(Place(path: data.path))
      defer { workspace.close() }
      let digest = try await views.store(of: workspace).digest()
      let output = Output.standard
      if format.isJSON {
        try output.json { $0.digest(digest) }
        return
      }
      let width = digest.tables.reduce(0) { max($0, $1.name.count) }
      for table in digest.tables {
        try output.line(
          DisplayWidth.padded(table.name, to: width) + "  "
            + DisplayWidth.padded(grouped(table.rowCount), to: 12, onTheRight: true)
            + " rows  " + (output.isTerminal ? "\(table.digest.prefix(16))…" : table.digest))
      }
      try output.line("below position \(digest.end): \(digest.digest)")
    }
  }

  /// `concord views rebuild`
  struct Rebuild: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Fold the whole log into new read models, then go over to them.",
      discussion: """
        The present ones answer meanwhile and stay when this is interrupted. Not beside a server: \
        that keeps the read models itself.
        """)

    @OptionGroup var data: DataOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func run() async throws {
      // All is read by position.
      let workspace = try ReadOnlyWorkspace(Place(path: data.path), checksIndex: false)
      defer { workspace.close() }
      let store = try workspace.openViews()
      let progress = Progress("folding", unit: "events")
      let report = try await store.rebuild(progress: progress.show)
      progress.finish()
      let output = Output.standard
      let seconds = report.elapsed.seconds
      if format.isJSON {
        try output.json { json in
          json.object {
            $0.field("end", Int64(report.end))
            $0.field("events", Int64(report.eventCount))
            $0.field("streams", Int64(report.streamCount))
            $0.field("milliseconds", Int64(seconds * 1_000))
          }
        }
        return
      }
      let rate = Double(report.eventCount) / max(seconds, 0.001)
      try output.line(
        "Folded \(counted(report.eventCount, "event")) of \(counted(report.streamCount, "stream")) in "
          + "\(Int(seconds * 1_000)) ms (\(grouped(Int(rate)))/s).")
    }
  }
}

extension JSONText {
  /// Writes the digest of read models.
  mutating func digest(_ digest: ReadModelDigest) {
    object { json in
      json.field("end", Int64(digest.end.number))
      json.field("digest", digest.digest)
      json.name("tables")
      json.list { json in
        for table in digest.tables {
          json.object {
            $0.field("name", table.name)
            $0.field("rows", Int64(table.rowCount))
            $0.field("digest", table.digest)
          }
        }
      }
    }
  }
}
