import Cooperation
import Testing

@Suite struct `A duty` {
  /// What is recorded as our own act alone, and is all the same an organisation's own affair.
  private static let ownAffairs: Set = [
    "submitAgreement", "approveAgreement", "rejectAgreement",
    "receiveImport", "recordImportRows", "completeImport", "reverseImport", "publishReport",
  ]

  @Test func `is said of every command that is only our own act`() {
    for command in CooperationModel.commands where command.standings == .decidedOnly {
      let isSaid = Duty.beyondOwnAffairs[command.name] != nil
      #expect(
        isSaid != Self.ownAffairs.contains(command.name),
        """
        \(command.name) is only our own act: either Duty.beyondOwnAffairs says whose, or it stands \
        here as an affair of any organisation, which every recorder may give
        """)
    }
  }
}
