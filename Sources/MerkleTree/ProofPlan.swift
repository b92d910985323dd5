/// Which subtrees a proof is made of, worked out from sizes alone.
///
/// Making a proof and checking it walk the same plan: the one fills in the subtrees' hashes, the
/// other folds them.
struct ProofPlan {
  /// A subtree beside the way to the root, and on which side of it.
  struct Sibling {
    var leaves: Range<UInt64>
    var isLeft: Bool
  }

  /// The subtree that the way begins at.
  var start: Range<UInt64>

  /// What is met on the way up, in order.
  var siblings: [Sibling]

  /// The way from the complete subtree of a height and an index to the root of a tree.
  ///
  /// - Precondition: the subtree's first leaf is below `size` ≤ `TreeHead.maximumSize`.
  init(height startHeight: Int, index: UInt64, treeSize size: UInt64) {
    var height = startHeight
    var first = index << UInt64(height)
    var end = min((index + 1) << UInt64(height), size)
    start = first..<end
    siblings = []
    while first > 0 || end < size {
      let width = UInt64(1) << UInt64(height)
      if first & width != 0 {
        siblings.append(Sibling(leaves: (first - width)..<first, isLeft: true))
        first -= width
      } else if end < size {
        let siblingEnd = min(end + width, size)
        siblings.append(Sibling(leaves: end..<siblingEnd, isLeft: false))
        end = siblingEnd
      }
      // Otherwise the subtree is the ragged right edge and rises without a sibling.
      height += 1
    }
  }

  /// The way of one leaf.
  static func inclusion(ofLeaf index: UInt64, treeSize: UInt64) -> ProofPlan {
    ProofPlan(height: 0, index: index, treeSize: treeSize)
  }

  /// The way of the last complete subtree of the older tree, which both trees share.
  ///
  /// - Precondition: 0 < `olderSize` < `newerSize`.
  static func consistency(olderSize: UInt64, newerSize: UInt64) -> ProofPlan {
    let height = olderSize.trailingZeroBitCount
    return ProofPlan(height: height, index: olderSize >> UInt64(height) - 1, treeSize: newerSize)
  }
}
