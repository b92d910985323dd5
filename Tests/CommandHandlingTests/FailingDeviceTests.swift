@testable import CommandHandling
import Cooperation
import EventLog
import EventModel
import Glibc
import PersonalData
import TestSupport
import Testing

@Suite struct `A device that fails under a data directory` {
  let directory: TemporaryDirectory
  let key: KeySource

  init() throws {
    directory = TemporaryDirectory()
    try KeyEncryptionKey.create(at: directory.path + "/key")
    key = .file(directory.path + "/key")
  }

  private var path: String { directory.path + "/data" }

  private let organisation = #"""
    {"id":"00000000-0000-0000-0000-000000000001","occurred":"2022-06-30","registerOrganisation":
    {"organisation":"organisation-a","details":{"kind":"ENTERPRISE","name":"A",
    "creditCode":"91330203XXXX00019A"}}}
    """#
  private let person = #"""
    {"id":"00000000-0000-0000-0000-000000000002","occurred":"2022-06-30","registerPerson":
    {"person":"person-p",
    "details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}},
    "personal":{"name":"Li Lei","idNumber":"99020020040229001X"}}}
    """#

  @discardableResult
  private func record(_ json: String, in store: ConcordStore) async throws -> CommandReceipt {
    let command = try ParsedCommand(CommandJSON.command(Array(json.utf8)))
    return try await store.handler.handle(command, actor: Bench.actor, channel: .api)
  }

  private func expectUnknown(_ json: String, in store: ConcordStore) async {
    do {
      try await record(json, in: store)
      Issue.record("a command was acknowledged")
    } catch CommandError.log(.outcomeUnknown) {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: [EIO, EROFS])
  func `keeps the personal parts of a command that may have been recorded`(
    code: Int32
  ) async throws {
    do {
      var options = EventLogOptions()
      options.controls.commitFailure = {
        .inputOutput(operation: "mdb_txn_commit", path: "log", code: code)
      }
      try ConcordStore.create(at: path, origin: "concord.test/store", key: key).close()
      let store = try ConcordStore.open(at: path, key: key, options: options)
      await expectUnknown(person, in: store)
      store.close()
    }
    // It was not: but only opening the log again tells.
    let store = try ConcordStore.open(at: path, key: key)
    #expect(store.recovery.deleted == 1)
    try await record(person, in: store)
  }

  @Test(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
  func `ends all recording also where it is that of the personal parts alone`() async throws {
    let disk = try MountedFileSystem(.ext4(byteCount: 64 << 20))
    try #require(mkdir(path, 0o700) == 0 && mkdir(disk.path + "/personal", 0o700) == 0)
    try #require(symlink(disk.path + "/personal", path + "/personal") == 0)
    let told = Locked<[EventLogError]>([])
    do {
      var options = EventLogOptions()
      options.onDeviceFailure = { error in told.change { $0.append(error) } }
      let store = try ConcordStore.create(
        at: path, origin: "concord.test/store", key: key, options: options)
      try disk.cutPower()
      await expectUnknown(person, in: store)
      // Nor does one without any: the same sentence for all, and for `/readyz`.
      await expectUnknown(organisation, in: store)
      await expectUnknown(person, in: store)
      #expect(told.value.count == 1)
      #expect(store.log.impairment == told.value.first)
      #expect(
        told.value.first?.description
          == "the outcome is unknown (the device failed under the personal parts); restart, then "
          + "repeat the same command id")
      store.close()
    }
    try disk.restorePower()
    let store = try ConcordStore.open(at: path, key: key)
    for command in [organisation, person] { try await record(command, in: store) }
  }
}
