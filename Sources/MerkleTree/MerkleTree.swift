// MerkleTree
