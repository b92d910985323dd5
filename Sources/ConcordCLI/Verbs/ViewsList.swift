import ArgumentParser
import HTTPAPI
import Projections
import ReadModels

extension Views {
  /// `concord views list`
  struct List: Verb {
    static let configuration = CommandConfiguration(
      abstract: "List the read models: what a row of each is, and by what it can be filtered.",
      discussion: """
        With a name each column of that one: what it holds, and the words that it may hold where there are \
        no others. By all of them rows can be filtered and sorted; concord views show --help says how.
        """)

    @Argument(
      help: ArgumentHelp(
        "One read model, as AllianceRoster or members. (default: all)", valueName: "name"))
    var name: String?

    @OptionGroup var format: FormatOptions

    func run() async throws {
      let output = Output.standard
      let views = try name.map { [try CooperationReadModels.all.view($0)] }
      if format.isJSON {
        try output.json { $0.views(views ?? CooperationReadModels.all.views) }
        return
      }
      if let view = views?.first { return try show(view) }
      for view in CooperationReadModels.all.views {
        try write(heading(of: view), indent: 2)
        try write("  columns    " + view.columns.map(\.name).joined(separator: ", "), indent: 13)
        if !view.arguments.isEmpty {
          try write(
            "  arguments  " + view.arguments.map(\.name).joined(separator: ", "), indent: 13)
        }
      }
    }

    private func show(_ view: ViewDeclaration) throws {
      try write(heading(of: view), indent: 2)
      let names = view.columns.map(\.name) + view.arguments.map(\.name)
      let width = names.map(\.count).max() ?? 0
      for column in view.columns {
        let unit = column.unit.map { " In \($0)." } ?? ""
        try write(column.name, width, column.definition + unit, column.vocabulary)
      }
      if view.arguments.isEmpty { return }
      try write("arguments:", indent: 2)
      for argument in view.arguments {
        let need = argument.isRequired ? " It must be given." : ""
        try write(argument.name, width, argument.definition + need, argument.vocabulary)
      }
    }

    private func heading(of view: ViewDeclaration) -> String {
      [view.name, view.shortName].compactMap(\.self).joined(separator: ", ") + ": "
        + view.definition
    }

    private func write(
      _ name: String, _ width: Int, _ definition: String, _ vocabulary: Vocabulary?
    ) throws {
      let words = vocabulary.map { " One of " + $0.words.joined(separator: ", ") + "." } ?? ""
      try write(
        "  " + DisplayWidth.padded(name, to: width) + "  " + definition + words,
        indent: width + 4)
    }

    private func write(_ text: String, indent: Int) throws {
      let output = Output.standard
      for line in WrappedText.lines(of: text, indent: indent, width: output.width) {
        try output.line(line)
      }
    }
  }
}
