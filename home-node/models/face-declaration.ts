import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { faceCurveSchema } from '#contracts/face-similarity'
import { facePartSchema } from '#contracts/faces'
import { type Log, messageOf } from '../log.ts'
import { ownEmbedder } from './face-parts.ts'

const three = z.tuple([z.number(), z.number(), z.number()])
const point = z.tuple([z.number(), z.number()])

/**
 * Where eyes (left and right in the picture), tip of the nose and corners of the mouth lie in the square of
 * 112 pixels that the networks of ArcFace were taught on, as shares of its sides.
 */
const usualPoints: z.infer<typeof point>[] = [
  [0.3419, 0.4616],
  [0.6565, 0.46],
  [0.5002, 0.6405],
  [0.371, 0.8247],
  [0.6315, 0.8233],
]

/** `embedder.json`: a network in an ONNX file that makes a descriptor of an aligned face. */
export const faceDeclarationSchema = z.strictObject({
  /** With its version, as descriptors are marked: another one when anything here changes. */
  name: facePartSchema,
  licence: z.string().trim().min(1).max(60),
  dimensions: z.int().min(2).max(2_048),
  /** Beside this file. */
  file: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/),
  input: z.strictObject({
    name: z.string().min(1).max(100),
    width: z.int().min(8).max(640),
    height: z.int().min(8).max(640),
    layout: z.enum(['nchw', 'nhwc']).default('nchw'),
    channels: z.enum(['rgb', 'bgr']).default('rgb'),
    /** Of values from 0 to 255: the network gets (value − mean) / std, by the channels' order. */
    mean: three.default([127.5, 127.5, 127.5]),
    std: three
      .refine((all) => all.every((each) => each > 0), 'more than 0')
      .default([127.5, 127.5, 127.5]),
    /** Five points to which a face is turned, shifted and scaled, as shares of width and height. */
    points: z.array(point).length(5).default(usualPoints),
  }),
  output: z.string().min(1).max(100),
  threshold: z.number().min(0).max(1).default(0.5),
  /** How a distance of its descriptors becomes a similarity; measured by whoever declares it. */
  curve: faceCurveSchema,
})
export type FaceDeclaration = z.infer<typeof faceDeclarationSchema>

/** An embedder that somebody declared, and where its file lies. */
export interface DeclaredEmbedder {
  declaration: FaceDeclaration
  path: string
}

/**
 * The embedders below a folder: `embedder.json` in a folder of each. One that cannot be used is left
 * out, and why is said.
 */
export async function readFaceDeclarations(folder: string, log: Log): Promise<DeclaredEmbedder[]> {
  const declared: DeclaredEmbedder[] = []
  const names = await readdir(folder).catch(() => [])
  for (const name of names.sort()) {
    const home = join(folder, name)
    const text = await readFile(join(home, 'embedder.json'), 'utf8').catch(() => null)
    if (text === null) continue
    try {
      const declaration = faceDeclarationSchema.parse(JSON.parse(text))
      const taken = [ownEmbedder.name, ...declared.map((each) => each.declaration.name)]
      if (taken.includes(declaration.name)) throw new Error('there is one of this name already')
      const path = join(home, declaration.file)
      await access(path)
      declared.push({ declaration, path })
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
      log.say(`faces: ${name}/embedder.json cannot be used: ${why}`)
    }
  }
  return declared
}
