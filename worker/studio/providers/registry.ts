import type { Config } from '../../env.ts'
import type { WorkersAi } from '../../inference/workers-ai.ts'
import type { Outbound } from '../../outbound/outbound.ts'
import { makeFalGenerator } from './fal.ts'
import type { Generator, PromptWriter, ProviderModel } from './generator.ts'
import { makeOpenAiGenerator } from './openai.ts'
import { makeOpenAiWriter } from './openai-writer.ts'
import { makeWorkersAiGenerator } from './workers-ai.ts'

/** What a provider is made of. What it does not find in its configuration, it is not: null. */
export interface ProviderParts {
  config: Config
  ai: WorkersAi | null
  outbound: Outbound
}

/** Every provider there is, in the order in which one is chosen when nobody says. */
const generators = {
  'workers-ai': ({ config, ai }) =>
    config.studio.workersAi && ai
      ? makeWorkersAiGenerator(ai, config.studio.workersAi.prices)
      : null,
  openai: ({ config }) => config.studio.openAi && makeOpenAiGenerator(config.studio.openAi),
  fal: ({ config, outbound }) => config.studio.fal && makeFalGenerator(config.studio.fal, outbound),
} as const satisfies Record<string, (parts: ProviderParts) => Generator | null>

const writers = {
  openai: ({ config }) => {
    const { openAi } = config.studio
    if (openAi === null || openAi.chatModel === null) return null
    return makeOpenAiWriter({ ...openAi, chatModel: openAi.chatModel })
  },
} as const satisfies Record<string, (parts: ProviderParts) => PromptWriter | null>

export interface ChosenModel {
  generator: Generator
  model: ProviderModel
  /** As the provider calls it. */
  modelName: string
}

/** The providers that are configured. */
export interface StudioEngines {
  generators: Generator[]
  writer: PromptWriter | null
  /** The model of this name, or the first there is; undefined where it is not configured (any more). */
  find(name: string | null): ChosenModel | undefined
}

export function makeStudioEngines(parts: ProviderParts): StudioEngines {
  const made = Object.values(generators).flatMap((make) => make(parts) ?? [])
  const [writer = null] = Object.values(writers).flatMap((make) => make(parts) ?? [])
  return {
    generators: made,
    writer,
    find(name) {
      for (const generator of made) {
        const model = generator.models.find((each) => name === null || each.name === name)
        if (model) {
          return { generator, model, modelName: model.name.slice(generator.name.length + 1) }
        }
      }
      return undefined
    },
  }
}
