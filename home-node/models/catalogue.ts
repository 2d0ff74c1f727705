import { type ModelDeclaration, modelDeclarationSchema } from './model-declaration.ts'

/**
 * Models that are known from the start. Others are declared by whoever runs the home node: a
 * `model.json` of the same shape in a folder of its own. See worker/design/models.md.
 */
export const catalogue: ModelDeclaration[] = [
  modelDeclarationSchema.parse({
    id: 'clip-vit-b32',
    name: 'CLIP ViT-B/32',
    about: 'Finds pictures by what they show, described in English.',
    licence: 'MIT',
    dimensions: 512,
    repository: 'Xenova/clip-vit-base-patch32',
    revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
    vision: {
      file: {
        path: 'onnx/vision_model_quantized.onnx',
        sizeBytes: 89_117_001,
        sha256: '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299',
      },
      pixels: 224,
      fit: 'crop',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
    text: {
      file: {
        path: 'onnx/text_model_quantized.onnx',
        sizeBytes: 64_504_507,
        sha256: '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
      },
      length: 77,
      // What comes after a text's end is not looked at.
      padWith: null,
    },
    tokenizer: {
      file: { path: 'tokenizer.json', sizeBytes: 2_224_000, maxBytes: 8_000_000, sha256: null },
      known: {
        'a photo of a cat': [49406, 320, 1125, 539, 320, 2368, 49407],
        'A photo of a dog': [49406, 320, 1125, 539, 320, 1929, 49407],
      },
    },
  }),
]
