import type { ModelDeclaration } from './model-declaration.ts'

/** A model as it wants its input, whose files are pinned by whoever declares it. */
export type KnownModel = Omit<ModelDeclaration, 'revision' | 'vision' | 'text' | 'tokenizer'> & {
  vision: Omit<ModelDeclaration['vision'], 'file'> & { path: string }
  text: Omit<ModelDeclaration['text'], 'file'> & { path: string }
  tokenizer: { path: string }
}

/**
 * Models that are known by name and by what their authors say of their input. Which bytes they are,
 * nobody here has seen: `cloudvault models declare` asks the hub, and who declares them answers for it.
 */
export const knownModels: KnownModel[] = [
  {
    ...{ id: 'siglip-base', pipeline: 1, name: 'SigLIP base', licence: 'Apache-2.0' },
    about: 'Finds pictures by what they show, more exactly than CLIP, and is slower.',
    dimensions: 768,
    repository: 'Xenova/siglip-base-patch16-224',
    vision: {
      path: 'onnx/vision_model_quantized.onnx',
      ...{ input: 'pixel_values', output: 'pooler_output', pixels: 224, fit: 'squash' },
      ...{ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    },
    text: {
      path: 'onnx/text_model_quantized.onnx',
      ...{ input: 'input_ids', output: 'pooler_output', length: 64, padWith: 1 },
    },
    tokenizer: { path: 'tokenizer.json' },
  },
]
