import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256Schema } from '#contracts/ids'
import { type ModelDeclaration, modelDeclarationSchema } from '../model-declaration.ts'
import { type ClipShape, textGraph, visionGraph } from './clip-graphs.ts'
import { makeTokenizer } from './made-tokenizer.ts'
import { makeUnigramTokenizer } from './made-unigram.ts'
import { onnxFile } from './onnx-file.ts'

/*
 * Made models are real files for the real loader: ONNX graphs with CLIP's inputs, outputs and layers,
 * and a byte-level BPE tokenizer. Their weights come from a seed, so what they find means nothing:
 * `tiny` serves tests, and `full`, of the size and kind of the published CLIP ViT-B/32 (8-bit
 * weights), is there to be timed.
 */

export type MadeKind = 'tiny' | 'full'

const shapes: Record<MadeKind, Omit<ClipShape, 'dimensions' | 'seed' | 'outputs' | 'isSiglip'>> = {
  tiny: {
    vision: { width: 32, layers: 2, heads: 2, pixels: 224, patch: 32 },
    text: { width: 32, layers: 2, heads: 2, words: 0, length: 77 },
    isQuantized: false,
  },
  full: {
    vision: { width: 768, layers: 12, heads: 12, pixels: 224, patch: 32 },
    text: { width: 512, layers: 12, heads: 8, words: 49_408, length: 77 },
    isQuantized: true,
  },
}

export interface MadeModelOptions {
  id?: string
  kind?: MadeKind
  /** Another seed is another model. */
  seed?: number
  dimensions?: number
  /** By which names the two halves give their vectors. */
  outputs?: ClipShape['outputs']
  /**
   * As SigLIP: both sides are squashed, values lie around a half, texts are cut by sentencepiece and
   * filled up to 64 tokens.
   */
  isSiglip?: boolean
}

/** Writes a made model's files into `folder`, as a repository has them, and answers its declaration. */
export async function makeModel(
  folder: string,
  options: MadeModelOptions = {},
): Promise<ModelDeclaration> {
  const { kind = 'tiny', id = `made-${kind}`, seed = 1, dimensions = 512 } = options
  const { outputs = { vision: 'image_embeds', text: 'text_embeds' }, isSiglip = false } = options
  const tokenizer = isSiglip ? makeUnigramTokenizer() : makeTokenizer()
  const base = shapes[kind]
  const words = Math.max(base.text.words, tokenizer.words)
  const length = isSiglip ? 64 : base.text.length
  const text = { ...base.text, words, length }
  const shape = { ...base, text, dimensions, seed, outputs, isSiglip }
  return modelDeclarationSchema.parse({
    id,
    name: `Made ${kind} model`,
    about: 'Its weights are random: what it finds means nothing.',
    licence: 'MIT',
    dimensions,
    repository: `made/${id}`,
    revision: createHash('sha1').update(JSON.stringify(shape)).digest('hex'),
    vision: {
      file: await writeFile(folder, 'onnx/vision_model.onnx', onnxFile(visionGraph(shape))),
      output: outputs.vision,
      pixels: shape.vision.pixels,
      fit: isSiglip ? 'squash' : 'crop',
      mean: isSiglip ? [0.5, 0.5, 0.5] : [0.48145466, 0.4578275, 0.40821073],
      std: isSiglip ? [0.5, 0.5, 0.5] : [0.26862954, 0.26130258, 0.27577711],
    },
    text: {
      file: await writeFile(folder, 'onnx/text_model.onnx', onnxFile(textGraph(shape))),
      output: outputs.text,
      length: shape.text.length,
      padWith: isSiglip ? tokenizer.end : null,
    },
    tokenizer: {
      file: await writeFile(folder, 'tokenizer.json', [Buffer.from(tokenizer.json)]),
      known: tokenizer.known,
    },
  })
}

async function writeFile(folder: string, path: string, parts: Uint8Array[]) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  await mkdir(dirname(join(folder, path)), { recursive: true })
  const file = await open(join(folder, path), 'w')
  try {
    for (const part of parts) {
      hash.update(part)
      sizeBytes += part.length
      await file.writeFile(part)
    }
  } finally {
    await file.close()
  }
  return { path, sizeBytes, sha256: sha256Schema.parse(hash.digest('hex')) }
}
