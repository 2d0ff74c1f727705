/*
 * Writes ONNX files: just the protobuf fields of onnx.proto3 (ONNX 1.16, IR version 8, operator set 17)
 * that a graph of a few dozen kinds of nodes needs.
 */

const elementTypes = { float: 1, uint8: 2, int64: 7 } as const
export type ElementType = keyof typeof elementTypes

export interface Tensor {
  name: string
  type: ElementType
  dims: number[]
  /** Little-endian values. */
  bytes: Uint8Array
}

/** A number is written as an integer; a float has to say so. */
export type Attribute = number | number[] | { float: number }

export interface GraphNode {
  operator: string
  inputs: string[]
  outputs: string[]
  attributes: Record<string, Attribute>
}

/** `dims`: a word is a size that is known only when it runs. */
export interface Value {
  name: string
  type: ElementType
  dims: (number | string)[]
}

export interface Graph {
  name: string
  inputs: Value[]
  outputs: Value[]
  nodes: GraphNode[]
  tensors: Tensor[]
}

/** The bytes of a model file, in parts to write one after the other. */
export function onnxFile(graph: Graph): Uint8Array[] {
  const inner = [
    ...graph.nodes.flatMap((node) => message(1, nodeFields(node))),
    ...text(2, graph.name),
    ...graph.tensors.flatMap((tensor) => message(5, tensorFields(tensor))),
    ...graph.inputs.flatMap((value) => message(11, valueFields(value))),
    ...graph.outputs.flatMap((value) => message(12, valueFields(value))),
  ]
  const operatorSet = [...text(1, ''), ...integer(2, 17)]
  return [
    ...integer(1, 8),
    ...text(2, 'cloudvault'),
    ...message(7, inner),
    ...message(8, operatorSet),
  ]
}

type Parts = Uint8Array[]

const varintType = 0
const bytesType = 2
const fixed32Type = 5

function nodeFields({ operator, inputs, outputs, attributes }: GraphNode): Parts {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, operator),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      message(5, attributeFields(name, value)),
    ),
  ]
}

function attributeFields(name: string, value: Attribute): Parts {
  if (typeof value === 'number') return [...text(1, name), ...integer(3, value), ...integer(20, 2)]
  if (Array.isArray(value)) {
    return [...text(1, name), ...value.flatMap((each) => integer(8, each)), ...integer(20, 7)]
  }
  const float = new Uint8Array(4)
  new DataView(float.buffer).setFloat32(0, value.float, true)
  return [...text(1, name), tag(2, fixed32Type), float, ...integer(20, 1)]
}

function tensorFields({ name, type, dims, bytes }: Tensor): Parts {
  return [
    ...dims.flatMap((dim) => integer(1, dim)),
    ...integer(2, elementTypes[type]),
    ...text(8, name),
    ...lengthFirst(9, [bytes]),
  ]
}

function valueFields({ name, type, dims }: Value): Parts {
  const shape = dims.flatMap((dim) =>
    message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)),
  )
  const tensorType = [...integer(1, elementTypes[type]), ...message(2, shape)]
  return [...text(1, name), ...message(2, message(1, tensorType))]
}

const tag = (field: number, wireType: number) => varint(BigInt((field << 3) | wireType))
const integer = (field: number, value: number): Parts => [
  tag(field, varintType),
  // Negative numbers are written as 64 bits in two's complement.
  varint(BigInt.asUintN(64, BigInt(value))),
]
const text = (field: number, value: string) => lengthFirst(field, [new TextEncoder().encode(value)])
const message = (field: number, parts: Parts) => lengthFirst(field, parts)

function lengthFirst(field: number, parts: Parts): Parts {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return [tag(field, bytesType), varint(BigInt(length)), ...parts]
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return Uint8Array.from(bytes)
}
