import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { faceDeclarationSchema } from '../face-declaration.ts'
import { makeGraph } from './graph-maker.ts'
import { onnxFile } from './onnx-file.ts'

const side = 16
const dimensions = 24

type Declaration = z.input<typeof faceDeclarationSchema>

/** Declares an embedder with a made network: a random projection of the pixels, which knows nothing. */
export async function declareMadeEmbedder(
  folder: string,
  name: string,
  change: Partial<Declaration> = {},
): Promise<void> {
  const graph = makeGraph(7)
  const flat = graph.node('Flatten', ['face'], { axis: 1 })
  const made = graph.node('MatMul', [
    flat,
    graph.random([3 * side * side, dimensions], 3 * side * side),
  ])
  graph.rename(made, 'descriptor')
  const file = onnxFile(
    graph.finish(
      'made-face',
      [{ name: 'face', type: 'float', dims: [1, 3, side, side] }],
      [{ name: 'descriptor', type: 'float', dims: [1, dimensions] }],
    ),
  )
  const home = join(folder, name.replace('@', '-'))
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'made.onnx'), Buffer.concat(file))
  const declaration: Declaration = {
    ...{ name, licence: 'MIT', dimensions, file: 'made.onnx', output: 'descriptor' },
    input: { name: 'face', width: side, height: side, layout: 'nchw', channels: 'bgr' },
    curve: { middle: 0.6, width: 0.06 },
    ...change,
  }
  await writeFile(join(home, 'embedder.json'), JSON.stringify(declaration))
}
