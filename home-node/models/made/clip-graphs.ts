import { type GraphMaker, makeGraph } from './graph-maker.ts'
import type { Graph } from './onnx-file.ts'

/** The size of one half of a CLIP model. */
export interface Tower {
  width: number
  layers: number
  heads: number
}

export interface ClipShape {
  vision: Tower & { pixels: number; patch: number }
  text: Tower & { words: number; length: number }
  dimensions: number
  /** Weights in 8 bits, multiplied as integers: as published models are made small. */
  isQuantized: boolean
  seed: number
  outputs: { vision: string; text: string }
  /** As SigLIP: a text is read in both directions, and its last place stands for the whole. */
  isSiglip: boolean
}

type Linear = (x: string, from: number, to: number) => string

/** Casts name element types by their numbers in onnx.proto3. */
const [floatType, int32Type, int64Type] = [1, 6, 7]

/** The half that embeds pictures: `pixel_values` [batch, 3, side, side] to [batch, dimensions]. */
export function visionGraph({ vision, dimensions, isQuantized, seed, outputs }: ClipShape): Graph {
  const graph = makeGraph(seed)
  const linear = linearOf(graph, isQuantized)
  const { width, pixels, patch } = vision
  const fanIn = 3 * patch * patch
  const side = pixels / patch
  const strides = { kernel_shape: [patch, patch], strides: [patch, patch] }
  let patches: string
  if (isQuantized) {
    const { weights, scale, zero } = graph.randomBytes([width, 3, patch, patch], fanIn)
    const [x = '', xScale = '', xZero = ''] = graph.nodeOf(3, 'DynamicQuantizeLinear', [
      'pixel_values',
    ])
    const sums = graph.node('ConvInteger', [x, weights, xZero, zero], strides)
    patches = scaled(graph, sums, xScale, scale)
  } else {
    const weights = graph.random([width, 3, patch, patch], fanIn)
    patches = graph.node('Conv', ['pixel_values', weights], strides)
  }
  const rows = graph.node(
    'Transpose',
    [graph.node('Reshape', [patches, graph.integers([0, width, -1])])],
    { perm: [0, 2, 1] },
  )
  const batch = graph.node('Gather', [graph.node('Shape', ['pixel_values']), graph.integers([0])])
  const classShape = graph.node('Concat', [batch, graph.integers([1, width])], { axis: 0 })
  const classRow = graph.node('Expand', [graph.random([1, 1, width], 1), classShape])
  const tokens = graph.node('Concat', [classRow, rows], { axis: 1 })
  const placed = graph.node('Add', [tokens, graph.random([1, side * side + 1, width], 4)])
  let x = normalized(graph, placed, width)
  for (let layer = 0; layer < vision.layers; layer++) x = block(graph, linear, vision, x, null)
  const first = graph.node('Gather', [x, graph.integers([0], [])], { axis: 1 })
  projected(graph, linear, normalized(graph, first, width), width, dimensions, outputs.vision)
  return graph.finish(
    'vision',
    [{ name: 'pixel_values', type: 'float', dims: ['batch', 3, pixels, pixels] }],
    [{ name: outputs.vision, type: 'float', dims: ['batch', dimensions] }],
  )
}

/** The half that embeds texts: `input_ids` [batch, length] to [batch, dimensions]. */
export function textGraph(shape: ClipShape): Graph {
  const { text, dimensions, isQuantized, seed, outputs, isSiglip } = shape
  const graph = makeGraph(seed + 1)
  const linear = linearOf(graph, isQuantized)
  const { width, length, words } = text
  let tokens: string
  if (isQuantized) {
    const { weights, scale, zero } = graph.randomBytes([words, width], 1)
    const row = graph.node('Gather', [weights, 'input_ids'])
    tokens = graph.node('DequantizeLinear', [row, scale, zero])
  } else tokens = graph.node('Gather', [graph.random([words, width], 1), 'input_ids'])
  const size = graph.node('Gather', [graph.node('Shape', ['input_ids']), graph.integers([1])])
  const zero = graph.integers([0])
  const axes = (...values: number[]) => graph.integers(values)
  const places = graph.node('Slice', [graph.random([1, length, width], 4), zero, size, axes(1)])
  const upTo = isSiglip
    ? null
    : graph.node('Slice', [
        graph.node('Slice', [causalMask(graph, length), zero, size, axes(2)]),
        ...[zero, size, axes(3)],
      ])
  let x = graph.node('Add', [tokens, places])
  for (let layer = 0; layer < text.layers; layer++) x = block(graph, linear, text, x, upTo)
  const rows = normalized(graph, x, width)
  const last = isSiglip
    ? graph.node('Gather', [rows, graph.integers([-1], [])], { axis: 1 })
    : rowOfEnd(graph, rows)
  projected(graph, linear, last, width, dimensions, outputs.text)
  return graph.finish(
    'text',
    [{ name: 'input_ids', type: 'int64', dims: ['batch', 'length'] }],
    [{ name: outputs.text, type: 'float', dims: ['batch', dimensions] }],
  )
}

/** The word that ends a text has the highest number of all, and its row stands for the whole. */
function rowOfEnd(graph: GraphMaker, rows: string): string {
  const narrow = graph.node('Cast', ['input_ids'], { to: int32Type })
  const end = graph.node('ArgMax', [narrow], { axis: 1, keepdims: 1 })
  const at = graph.node('Cast', [end], { to: int64Type })
  return graph.node('GatherND', [rows, at], { batch_dims: 1 })
}

function causalMask(graph: GraphMaker, length: number): string {
  const mask = new Float32Array(length * length)
  for (let row = 0; row < length; row++) mask.fill(-1e9, row * length + row + 1, (row + 1) * length)
  return graph.floats(mask, [1, 1, length, length])
}

function block(
  graph: GraphMaker,
  linear: Linear,
  { width, heads }: Tower,
  x: string,
  mask: string | null,
): string {
  const split = graph.integers([0, 0, heads, width / heads])
  const head = (from: string, perm: number[]) =>
    graph.node('Transpose', [graph.node('Reshape', [linear(from, width, width), split])], { perm })
  const inner = normalized(graph, x, width)
  const query = graph.node('Mul', [
    head(inner, [0, 2, 1, 3]),
    graph.floats([1 / Math.sqrt(width / heads)], []),
  ])
  const alike = graph.node('MatMul', [query, head(inner, [0, 2, 3, 1])])
  const seen = mask === null ? alike : graph.node('Add', [alike, mask])
  const mixed = graph.node('MatMul', [
    graph.node('Softmax', [seen], { axis: -1 }),
    head(inner, [0, 2, 1, 3]),
  ])
  const joined = graph.node('Reshape', [
    graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }),
    graph.integers([0, 0, width]),
  ])
  const after = graph.node('Add', [x, linear(joined, width, width)])
  const wide = linear(normalized(graph, after, width), width, 4 * width)
  // CLIP's own quick GELU.
  const gate = graph.node('Sigmoid', [graph.node('Mul', [wide, graph.floats([1.702], [])])])
  const narrow = linear(graph.node('Mul', [wide, gate]), 4 * width, width)
  return graph.node('Add', [after, narrow])
}

function normalized(graph: GraphMaker, x: string, width: number): string {
  const ones = graph.floats(new Float32Array(width).fill(1), [width])
  const zeros = graph.floats(new Float32Array(width), [width])
  return graph.node('LayerNormalization', [x, ones, zeros], { axis: -1, epsilon: { float: 1e-5 } })
}

function linearOf(graph: GraphMaker, isQuantized: boolean): Linear {
  return (x, from, to) => {
    const bias = graph.random([to], 400)
    if (!isQuantized) {
      return graph.node('Add', [graph.node('MatMul', [x, graph.random([from, to], from)]), bias])
    }
    const { weights, scale, zero } = graph.randomBytes([from, to], from)
    const [q = '', qScale = '', qZero = ''] = graph.nodeOf(3, 'DynamicQuantizeLinear', [x])
    const sums = graph.node('MatMulInteger', [q, weights, qZero, zero])
    return graph.node('Add', [scaled(graph, sums, qScale, scale), bias])
  }
}

function scaled(graph: GraphMaker, sums: string, scale: string, otherScale: string): string {
  const float = graph.node('Cast', [sums], { to: floatType })
  return graph.node('Mul', [float, graph.node('Mul', [scale, otherScale])])
}

function projected(
  graph: GraphMaker,
  linear: Linear,
  x: string,
  width: number,
  dimensions: number,
  output: string,
): void {
  graph.rename(linear(x, width, dimensions), output)
}
