import ArgumentParser
import EventModel

/// The answer to a verb that doesn't exist: it names verbs that are spelt alike. The argument parser would call
/// it an unexpected argument, and answer `help` for it with the help of the whole command.
enum VerbHint {
  /// Refuses a command line whose first word in the place of a verb is not one.
  ///
  /// - Throws: ``Failure`` with the verbs that resemble it.
  static func check(_ arguments: [String]) throws(Failure) {
    var words = arguments[...]
    if words.first == "help" { words = words.dropFirst() }
    var command: any ParsableCommand.Type = Concord.self
    var path = [Concord._commandName]
    while let word = words.first, !word.hasPrefix("-") {
      let verbs = command.configuration.subcommands
      if verbs.isEmpty { return }
      if let verb = verbs.first(where: { $0.isCalled(word) }) {
        (command, words) = (verb, words.dropFirst())
        path.append(verb._commandName)
        continue
      }
      // Of a group that has one for everything else the word is its argument.
      if command.configuration.defaultSubcommand != nil { return }
      throw Failure(
        .usage, sentence(word, verbs.map { $0._commandName }, path.joined(separator: " ")))
    }
  }

  private static func sentence(_ word: String, _ verbs: [String], _ path: String) -> String {
    let near = NearNames(verbs).near(word)
    let rest =
      near.isEmpty
      ? "see: \(path) --help"
      : "did you mean \(near.map { "\(path) \($0)" }.joined(separator: ", or "))?"
    return "there is no \(path) \(word.prefix(60)); \(rest)"
  }
}

extension ParsableCommand {
  fileprivate static func isCalled(_ word: String) -> Bool {
    _commandName == word || configuration.aliases.contains(word)
  }
}
