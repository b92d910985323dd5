/// What an event rests on.
public struct Source: Hashable, Sendable {
  /// The door it came through; set by the server.
  public enum Channel: Int, Hashable, Sendable {
    /// A web page.
    case ui = 1
    /// The HTTP endpoint.
    case api = 2
    /// A file of rows or of commands.
    case `import` = 3
    /// A scenario that tells a published story.
    case scenario = 4
    /// A simulation.
    case simulation = 5
  }

  /// How well it is known; set by the recorder.
  public enum Evidence: Int, Hashable, Sendable, CaseIterable {
    /// A document says so.
    case documented = 1
    /// We conclude it from what is documented.
    case inferred = 2
    /// Invented, to fill a published figure.
    case synthetic = 3
  }

  /// The door it came through.
  public var channel: Channel
  /// How well it is known.
  public var evidence: Evidence?
  /// A reference to the document.
  public var document: String?
  /// The document's digest.
  public var sha256: Digest?
  /// The day the document was published.
  public var publishedOn: CivilDate?

  /// A source.
  public init(
    channel: Channel, evidence: Evidence? = nil, document: String? = nil, sha256: Digest? = nil,
    publishedOn: CivilDate? = nil
  ) {
    self.channel = channel
    self.evidence = evidence
    self.document = document
    self.sha256 = sha256
    self.publishedOn = publishedOn
  }
}
