package import FoundationEssentials
package import SwiftProtobuf

/// A visitor that goes through all messages of a message and passes over the rest: who looks for
/// something implements what that is alone.
///
/// Lists lead to their single values, by swift-protobuf's own defaults. The schemas have no maps.
package protocol MessageVisitor: Visitor {}

extension MessageVisitor {
  package mutating func visitSingularMessageField<M: Message>(
    value: M, fieldNumber: Int
  ) throws {
    try value.traverse(visitor: &self)
  }

  package mutating func visitSingularEnumField<E: SwiftProtobuf.Enum>(
    value: E, fieldNumber: Int
  ) throws {}
  package mutating func visitSingularDoubleField(value: Double, fieldNumber: Int) throws {}
  package mutating func visitSingularInt64Field(value: Int64, fieldNumber: Int) throws {}
  package mutating func visitSingularUInt64Field(value: UInt64, fieldNumber: Int) throws {}
  package mutating func visitSingularBoolField(value: Bool, fieldNumber: Int) throws {}
  package mutating func visitSingularStringField(value: String, fieldNumber: Int) throws {}
  package mutating func visitSingularBytesField(value: Data, fieldNumber: Int) throws {}
  package mutating func visitUnknown(bytes: Data) throws {}
  package mutating func visitMapField<K, V: MapValueType>(
    fieldType: _ProtobufMap<K, V>.Type, value: _ProtobufMap<K, V>.BaseType, fieldNumber: Int
  ) throws {}
  package mutating func visitMapField<K, V>(
    fieldType: _ProtobufEnumMap<K, V>.Type, value: _ProtobufEnumMap<K, V>.BaseType,
    fieldNumber: Int
  ) throws where V.RawValue == Int {}
  package mutating func visitMapField<K, V>(
    fieldType: _ProtobufMessageMap<K, V>.Type, value: _ProtobufMessageMap<K, V>.BaseType,
    fieldNumber: Int
  ) throws {}
}
