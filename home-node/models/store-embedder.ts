import { availableParallelism } from 'node:os'
import type { Embedder } from './embedder.ts'
import { embeddingModelOf } from './model-declaration.ts'
import { type ModelHalf, makeModelHalf } from './model-half.ts'
import type { ModelStore, ReadyModel } from './model-store.ts'
import { makeRecent } from './recent.ts'
import { squarePicture } from './square-picture.ts'

export interface StoreEmbedderOptions {
  store: Pick<ModelStore, 'ready' | 'chosen'>
  /** Texts whose vectors are remembered; each takes about as many bytes as four times its dimensions. */
  rememberedTexts?: number
}

/** Pictures that go through the model at once: more at a time is hardly quicker. */
const batchSize = 8

/**
 * Embeds by the models that are there. Each half of a model is loaded when it is first needed, into a
 * thread of its own, and stays; `refresh` ends the threads of models that are gone and loads what the
 * next query needs.
 */
export function makeStoreEmbedder(
  options: StoreEmbedderOptions,
): Embedder & { refresh(): void; stop(): Promise<void> } {
  const { store, rememberedTexts = 2_000 } = options
  // A text is over before a second thread would help, and must not wait for one on a busy machine.
  const threads = { text: 1, vision: Math.min(2, availableParallelism()) }
  const halves = new Map<string, { model: string; half: ModelHalf }>()
  const recent = makeRecent<Float32Array>(rememberedTexts)

  function halfOf({ declaration, folder }: ReadyModel, half: 'text' | 'vision'): ModelHalf {
    const model = embeddingModelOf(declaration)
    const key = `${half} ${model}`
    const known = halves.get(key)
    if (known) return known.half
    const made = makeModelHalf({ half, declaration, folder, threads: threads[half] })
    halves.set(key, { model, half: made })
    return made
  }

  const nameOf = (model: ReadyModel | null) => model && embeddingModelOf(model.declaration)
  const textModels = () => store.ready().map(({ declaration }) => embeddingModelOf(declaration))

  return {
    model: () => nameOf(store.chosen()),
    textModels,
    async embedPictures(pictures) {
      const chosen = store.chosen()
      if (chosen === null) return null
      const { vision, dimensions } = chosen.declaration
      const half = halfOf(chosen, 'vision')
      const vectors: (Float32Array | null)[] = []
      for (let start = 0; start < pictures.length; start += batchSize) {
        const squares = await Promise.all(
          pictures.slice(start, start + batchSize).map((bytes) => squarePicture(bytes, vision)),
        )
        const seen = squares.filter((square) => square !== null)
        const made =
          seen.length === 0
            ? []
            : await half.embed({ pixels: Buffer.concat(seen), count: seen.length }, dimensions)
        vectors.push(...squares.map((square) => (square === null ? null : (made.shift() ?? null))))
      }
      return { model: embeddingModelOf(chosen.declaration), vectors }
    },
    async embedTexts(texts, wanted) {
      const model = wanted ?? nameOf(store.chosen())
      const found = store.ready().find((each) => nameOf(each) === model)
      if (!found || model === null) return null
      const keyOf = (text: string) => `${model} ${text}`
      const known = new Map<string, Float32Array>()
      for (const text of texts) {
        const vector = recent.get(keyOf(text))
        if (vector) known.set(text, vector)
      }
      const asked = [...new Set(texts)].filter((text) => !known.has(text))
      if (asked.length > 0) {
        const { dimensions } = found.declaration
        const vectors = await halfOf(found, 'text').embed({ texts: asked }, dimensions)
        for (const [at, text] of asked.entries()) {
          const vector = vectors[at]
          if (!vector) throw new Error('The model left out a text.')
          recent.set(keyOf(text), vector)
          known.set(text, vector)
        }
      }
      return { model, vectors: texts.flatMap((text) => known.get(text) ?? []) }
    },
    refresh() {
      const there = new Set(textModels())
      for (const [key, { model, half }] of halves) {
        if (there.has(model)) continue
        halves.delete(key)
        void half.stop()
      }
      const chosen = store.chosen()
      // What cannot be loaded tells whoever asks for it.
      if (chosen)
        void halfOf(chosen, 'text')
          .embed({ texts: [] }, 1)
          .catch(() => undefined)
    },
    async stop() {
      await Promise.all([...halves.values()].map(({ half }) => half.stop()))
    },
  }
}
