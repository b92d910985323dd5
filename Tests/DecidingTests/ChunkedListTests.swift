import Deciding
import Testing

@Suite struct `A chunked list` {
  @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 65, 200])
  func `has the elements of the list it was made from`(count: Int) {
    #expect(Array(ChunkedList(0..<count)) == Array(0..<count))
    #expect(ChunkedList(0..<count).count == count)
    #expect(ChunkedList(0..<count).first == (0..<count).first)
    #expect(ChunkedList(0..<count).last == (0..<count).last)
  }

  @Test func `grows without changing what it grew from`() {
    var lists = [ChunkedList<Int>([])]
    for number in 0..<100 { lists.append(lists[number].appending([number])) }
    let branch = lists[40].appending([-1, -2])
    for (count, list) in lists.enumerated() { #expect(Array(list) == Array(0..<count)) }
    #expect(Array(branch) == Array(0..<40) + [-1, -2])
  }
}
