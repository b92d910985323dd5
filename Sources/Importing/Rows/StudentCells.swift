internal import Cooperation
internal import EventModel

/// The cells that say which student a row is about: any one of them.
struct StudentCells: Hashable, Sendable {
  /// The person's stream.
  var person: StreamName?
  /// The ID number.
  var idNumber: String?
  /// The number at the school that the row names.
  var studentNumber: String?
  /// The name, only to be compared with that of whoever has the number.
  var name: String?

  /// None of them.
  init() {}

  /// The columns of a kind.
  ///
  /// - Parameter cells: where the draft keeps them.
  static func fields<Draft>(
    _ cells: @escaping @Sendable (inout Draft, (inout StudentCells) -> Void) -> Void
  ) -> [Field<Draft>] {
    [
      Field(
        "idNumber", Wording("身份证号", "ID number"),
        aliases: ["身份证号码", "证件号码", "公民身份号码", "学生身份证号"], isPersonal: true,
        blamed: ["student"], examples: "990200200403150027", takes: .idNumber
      ) { draft, value in cells(&draft) { $0.idNumber = value } },
      Field(
        "studentNumber", Wording("学号", "Student number"), aliases: ["学生学号"], isPersonal: true,
        examples: "20220101", takes: .label
      ) { draft, value in cells(&draft) { $0.studentNumber = value } },
      Field(
        "name", Wording("姓名", "Name"), aliases: ["学生姓名"], isPersonal: true,
        examples: Wording("张三", "Zhang San"), takes: .name
      ) { draft, value in cells(&draft) { $0.name = value } },
      Field(
        "person", Wording("人员编号", "Person"), aliases: ["学生编号"], takes: .stream(Person.category)
      ) { draft, value in cells(&draft) { $0.person = value } },
    ]
  }
}
