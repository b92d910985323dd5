internal import EventModel

/// The cells that say who guides an intern: a number or a stream, and beside it a name.
struct MentorCells: Hashable, Sendable {
  /// Who it is.
  var person: PersonCell?
  /// The name, only to be compared with that of whoever has the number.
  var name: String?

  /// What is behind the key of a mentor's column in that of the name's.
  static let nameSuffix = "Name"

  /// None of them.
  init() {}

  /// The column of a mentor, and the one of the name: whoever imports for one organisation finds a
  /// person whom another registered by number and name together.
  ///
  /// - Parameters:
  ///   - key: that of the mentor's column.
  ///   - header: that of the mentor's column; with "name" behind it, it is the other's.
  ///   - aliases: other headers of the mentor's column; likewise.
  ///   - cells: where the draft keeps them.
  static func fields<Draft>(
    _ key: String, _ header: Wording, aliases: [String],
    _ cells: @escaping @Sendable (inout Draft, (inout MentorCells) -> Void) -> Void
  ) -> [Field<Draft>] {
    [
      Field(key, header, aliases: aliases, isPersonal: true, takes: .person) { draft, value in
        cells(&draft) { $0.person = value }
      },
      Field(
        key + nameSuffix, Wording(header.chinese + "姓名", header.english + "'s name"),
        aliases: aliases.map { $0 + "姓名" }, isPersonal: true, takes: .name
      ) { draft, value in cells(&draft) { $0.name = value } },
    ]
  }
}
