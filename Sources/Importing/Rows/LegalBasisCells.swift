internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

/// The cells that say on what lawful ground a person's data are kept, and for what.
///
/// Where none is filled the row brings no ground along: the person may have one already, and where
/// not, rule P01 opens a finding.
struct LegalBasisCells: Hashable, Sendable {
  private var basis = PBLegalBasisRecorded()

  /// None of them.
  init() {}

  /// The three columns of a kind.
  ///
  /// - Parameters:
  ///   - hasExample: whether the template's example has a ground; the row that registers a person
  ///     has.
  ///   - cells: where the draft keeps them.
  static func fields<Draft>(
    hasExample: Bool,
    _ cells: @escaping @Sendable (inout Draft, (inout LegalBasisCells) -> Void) -> Void
  ) -> [Field<Draft>] {
    [
      Field(
        "legalBasis", Wording("处理依据", "Legal ground"),
        aliases: ["个人信息处理依据", "合法性依据", "法律依据"], blamed: ["ground"],
        examples: hasExample ? Wording("法定职责", "STATUTORY_DUTY") : "",
        takes: .word(
          Word("同意|本人同意|个人同意", "CONSENT", .consent),
          Word("合同|订立或履行合同", "CONTRACT", .contract),
          Word("人力资源管理", "HUMAN_RESOURCES", .humanResources),
          Word("法定职责|法定义务|履行法定职责", "STATUTORY_DUTY", .statutoryDuty),
          Word("公共利益", "PUBLIC_INTEREST", .publicInterest), Word("其他", "OTHER", .other))
      ) { draft, value in cells(&draft) { $0.basis.ground = value } },
      Field(
        "purpose", Wording("处理目的", "Purpose"), aliases: ["个人信息处理目的"],
        examples: hasExample
          ? Wording("学籍管理和就业服务", "enrolment records and employment service") : "",
        takes: .name
      ) { draft, value in cells(&draft) { $0.basis.purpose = value } },
      Field(
        "basisDocument", Wording("依据文件", "Document of the ground"), aliases: ["处理依据文件"],
        blamed: ["document"], takes: .name
      ) { draft, value in cells(&draft) { $0.basis.document = value } },
    ]
  }

  /// What the row says; `nil` where it says nothing. Half of it is refused.
  func basis(_ row: inout RowContext) -> PBLegalBasisRecorded? {
    if basis == PBLegalBasisRecorded() { return nil }
    if !basis.hasGround, !row.hasProblem(with: "legalBasis") {
      row.refuse(
        .missing, "the ground is needed beside its purpose, as 法定职责 (STATUTORY_DUTY)",
        field: "legalBasis")
    }
    if !basis.hasPurpose, !row.hasProblem(with: "purpose") {
      row.refuse(
        .missing, "what the data are kept for is needed beside the ground", field: "purpose")
    }
    return basis
  }
}

extension RowCommand {
  /// Records a ground for keeping the data of somebody who is registered; it comes before what
  /// brings more data along.
  static func recordLegalBasis(
    _ ordinal: Int, of person: StreamName, _ basis: PBLegalBasisRecorded
  ) -> RowCommand {
    RowCommand(
      ordinal,
      .recordLegalBasis(
        .with {
          $0.person = person.text
          $0.details = basis
        }))
  }
}
