import Files

// What must not be written into a data directory.

extension Place {
  /// Refuses a destination inside this data directory, links resolved: only its own parts belong there.
  ///
  /// Without a log nothing is refused; opening the directory will say what is wrong.
  func refuseInside(_ destination: String) throws(Failure) {
    guard hasLog, let own = File.resolved(path), let place = Self.resolved(destination) else {
      return
    }
    guard place != own else {
      throw Failure(
        .usage, "\(destination) is the data directory itself; name a place outside of it")
    }
    guard place.hasPrefix(own + "/") else { return }
    throw Failure(
      .usage, "\(destination) lies inside the data directory \(path); name a place outside of it")
  }

  /// Refuses to make this data directory inside another one, links resolved.
  func refuseInsideAnother() throws(Failure) {
    guard var directory = Self.resolved(path) else { return }
    while directory != "/" {
      directory = Directory.parent(of: directory)
      guard exists(Place(path: directory).log + "/data.mdb") else { continue }
      throw Failure(
        .usage,
        "\(path) lies inside the data directory \(directory); name a place outside of it")
    }
  }

  /// A path without links, of which the last names may not be there yet.
  private static func resolved(_ path: String) -> String? {
    if let real = File.resolved(path) { return real }
    let bare = trimmed(path)
    let parent = Directory.parent(of: bare)
    guard parent != bare, let name = bare.split(separator: "/").last, let real = resolved(parent)
    else { return nil }
    return real == "/" ? "/\(name)" : "\(real)/\(name)"
  }
}
