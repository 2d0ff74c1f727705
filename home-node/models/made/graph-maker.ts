import { randomOf } from '../../cli/demo-random.ts'
import type { Attribute, Graph, GraphNode, Tensor, Value } from './onnx-file.ts'

/** Puts a graph together node by node; weights come from a seed and mean nothing. */
export interface GraphMaker {
  /** Adds a node with one output and answers its name. */
  node(operator: string, inputs: string[], attributes?: Record<string, Attribute>): string
  /** Adds a node with several outputs. */
  nodeOf(count: number, operator: string, inputs: string[]): string[]
  integers(values: number[], dims?: number[]): string
  floats(values: Float32Array | number[], dims: number[]): string
  /** Random weights, spread so that a sum over `fanIn` of them keeps the size of what comes in. */
  random(dims: number[], fanIn: number): string
  /** The same as 8-bit integers around 128. Answers the names of weights, scale and zero point. */
  randomBytes(dims: number[], fanIn: number): { weights: string; scale: string; zero: string }
  /** Gives a node's output the name by which it is known outside. */
  rename(output: string, name: string): void
  finish(name: string, inputs: Value[], outputs: Value[]): Graph
}

export function makeGraph(seed: number): GraphMaker {
  const nodes: GraphNode[] = []
  const tensors: Tensor[] = []
  const random = randomOf(seed)
  let count = 0
  const named = (kind: string) => `${kind}_${++count}`

  function tensor(type: Tensor['type'], dims: number[], values: ArrayBufferView): string {
    const name = named('weight')
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    tensors.push({ name, type, dims, bytes })
    return name
  }
  function nodeOf(
    outputCount: number,
    operator: string,
    inputs: string[],
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => named(operator))
    nodes.push({ operator, inputs, outputs, attributes })
    return outputs
  }
  const sizeOf = (dims: number[]) => dims.reduce((size, dim) => size * dim, 1)
  const floats: GraphMaker['floats'] = (values, dims) =>
    tensor('float', dims, Float32Array.from(values))

  return {
    nodeOf,
    node: (operator, inputs, attributes) => nodeOf(1, operator, inputs, attributes)[0] ?? '',
    integers: (values, dims = [values.length]) =>
      tensor('int64', dims, BigInt64Array.from(values, BigInt)),
    floats,
    random(dims, fanIn) {
      // Even numbers within ±√3 have a variance of 1.
      const reach = Math.sqrt(3 / fanIn)
      return floats(
        Float32Array.from({ length: sizeOf(dims) }, () => (random() * 2 - 1) * reach),
        dims,
      )
    },
    randomBytes(dims, fanIn) {
      const values = new Uint32Array(Math.ceil(sizeOf(dims) / 4))
      // xorshift32: ninety million bytes take a blink, which is all that they are for.
      let state = (random() * 2 ** 32) | 1
      for (let at = 0; at < values.length; at++) {
        state ^= state << 13
        state ^= state >>> 17
        state ^= state << 5
        values[at] = state
      }
      return {
        weights: tensor('uint8', dims, new Uint8Array(values.buffer, 0, sizeOf(dims))),
        scale: floats([1 / (73.9 * Math.sqrt(fanIn))], []),
        zero: tensor('uint8', [], Uint8Array.of(128)),
      }
    },
    rename(output, name) {
      for (const node of nodes) {
        node.outputs = node.outputs.map((each) => (each === output ? name : each))
      }
    },
    finish: (name, inputs, outputs) => ({ name, inputs, outputs, nodes, tensors }),
  }
}
