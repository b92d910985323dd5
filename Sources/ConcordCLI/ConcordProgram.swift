import ArgumentParser
import Glibc
import HTTPAPI

/// The program: parses the command line, runs the verb, and leaves with its exit code.
public enum ConcordProgram {
  /// Runs the verb that the command line names; never returns.
  public static func run() async -> Never {
    StandardDescriptors.prepare()
    ProcessMemory.prepare()
    Interruption.prepare()
    let command: any ParsableCommand
    do {
      try VerbHint.check(Array(CommandLine.arguments.dropFirst()))
      command = try Concord.parseAsRoot()
    } catch let failure as Failure {
      leave(with: failure)
    } catch {
      leave(asParsed: error)
    }
    do {
      try await run(command)
      try Output.standard.flush()
      exit(0)
    } catch {
      leave(with: error)
    }
  }

  private static func run(_ command: any ParsableCommand) async throws {
    if let verb = command as? any Verb {
      try await Interruption.run(verb)
    } else {
      // Help and version, and a group that was named without a verb.
      var command = command
      try command.run()
    }
  }

  private static func leave(with error: any Error) -> Never {
    guard let failure = Failure(error) else { leave(asParsed: error) }
    // What was said before the failure still stands.
    if failure.status != .quiet, let lost = lostOutput(), failure.reason == nil {
      leave(with: lost)
    }
    if let reason = failure.reason { Output.complain(reason) }
    exit(failure.status.rawValue)
  }

  /// Leaves as the argument parser would: help and version go through the output that is watched.
  private static func leave(asParsed error: any Error) -> Never {
    guard Concord.exitCode(for: error) == .success else {
      try? Output.standard.flush()
      Concord.exit(withError: error)
    }
    do throws(Failure) {
      try Output.standard.line(Concord.fullMessage(for: error))
      try Output.standard.flush()
    } catch {
      if let reason = error.reason { Output.complain(reason) }
      exit(error.status.rawValue)
    }
    exit(0)
  }

  /// Why what was said is lost; `nil` when it isn't, or nobody reads it.
  private static func lostOutput() -> Failure? {
    do throws(Failure) {
      try Output.standard.flush()
      return nil
    } catch {
      return error.status == .quiet ? nil : error
    }
  }
}

/// A verb of the command line.
protocol Verb: AsyncParsableCommand, Sendable {
  /// What Ctrl-C does to it.
  var interruption: Interruption.Manner { get }
}

extension Verb {
  /// Verbs that only read may stop anywhere.
  var interruption: Interruption.Manner { .atOnce }
}
