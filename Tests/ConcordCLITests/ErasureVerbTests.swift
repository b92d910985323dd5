import Glibc
import Testing

@Suite struct `An erasure that is to be completed at once` {
  @Test func `says that the person is erased, where the new key generation has to wait`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.person).status == 0)
    // As a backup that copies the store does.
    let lock = open(place.data + "/personal/destroyer.lock", O_RDWR | O_CREAT, 0o600)
    try #require(lock >= 0 && flock(lock, LOCK_SH) == 0)
    let erasure = ["erase", "person-1", "--reason", "unlawful", "--complete"]
    let erased = try Program.run(place, erasure)
    #expect(erased.status == 74 && erased.errors.contains("is reading the store"), "\(erased)")
    #expect(erased.output.contains("person-1 is erased"), "\(erased)")
    #expect(erased.output.contains("1 erasure is complete after a new key generation"), "\(erased)")
    close(lock)
    let rotated = try Program.run(place, "key", "rotate")
    #expect(rotated.output.contains("1 erasure was completed"), "\(rotated)")
  }
}
