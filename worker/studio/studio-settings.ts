import { z } from 'zod'

const text = z.string().trim().default('')
const orNull = text.transform((value) => (value === '' ? null : value))
const list = (fallback: string) =>
  text.transform((value) =>
    (value === '' ? fallback : value)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
const address = (fallback: string) =>
  text
    .transform((value) => (value === '' ? fallback : value).replace(/\/+$/, ''))
    .refine((value) => /^https?:/.test(value) && URL.canParse(value), 'not an address')

const prices = text.transform((value, context) => {
  const found: Record<string, number> = {}
  for (const part of value.split(',').filter((each) => each.trim() !== '')) {
    const [, model, micros] = /^\s*([a-z0-9-]+\/[^=\s]+)=(\d{1,9})\s*$/.exec(part) ?? []
    if (model !== undefined) found[model] = Number(micros)
    else context.addIssue({ code: 'custom', message: 'not a list of provider/model=millionths' })
  }
  return found
})

/** Names and defaults of all that the studio can be told. Empty is as if it were not there. */
export const studioVariables = {
  /** What one user may spend in a day (UTC), in millionths of a dollar; empty: without end. */
  STUDIO_DAILY_BUDGET_MICROS: z
    .string()
    .regex(/^\d{0,12}$/, 'not a number of millionths')
    .default('500000')
    .transform((value) => (value === '' ? null : Number(value))),
  /** `provider/model=millionths` for a picture of 1,024², where the built-in prices are not right. */
  STUDIO_PRICES: prices,
  /** Whether the studio asks Workers AI, where it is bound. */
  STUDIO_WORKERS_AI: z.enum(['off', 'on']).default('off'),
  OPENAI_API_KEY: orNull,
  /** Of OpenAI, or of any server that speaks its protocol: one at home, too. */
  OPENAI_BASE_URL: orNull.refine(
    (value) => value === null || (/^https?:/.test(value) && URL.canParse(value)),
    'not an address',
  ),
  /** Comma-separated; the first is chosen when nobody says. */
  OPENAI_IMAGE_MODEL: list('gpt-image-1'),
  /** Who rewrites prompts; `none`: nobody. */
  OPENAI_CHAT_MODEL: text.transform((value) => (value === '' ? 'gpt-4o-mini' : value)),
  FAL_KEY: orNull,
  FAL_BASE_URL: address('https://queue.fal.run'),
  FAL_MODELS: list('fal-ai/flux/schnell,fal-ai/flux/dev'),
}

const schema = z.object(studioVariables)

export interface StudioSettings {
  dailyBudgetMicros: number | null
  prices: Record<string, number>
  workersAi: { prices: Record<string, number> } | null
  openAi: {
    apiKey: string | null
    baseUrl: string
    imageModels: string[]
    chatModel: string | null
    prices: Record<string, number>
  } | null
  fal: { apiKey: string; baseUrl: string; models: string[]; prices: Record<string, number> } | null
}

/** What of it is configured: a provider whose key or address is not there is null. */
export function toStudioSettings(vars: z.infer<typeof schema>, hasAi: boolean): StudioSettings {
  const { STUDIO_PRICES: prices, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = vars
  return {
    dailyBudgetMicros: vars.STUDIO_DAILY_BUDGET_MICROS,
    prices,
    workersAi: vars.STUDIO_WORKERS_AI === 'on' && hasAi ? { prices } : null,
    openAi:
      apiKey === null && baseUrl === null
        ? null
        : {
            ...{ apiKey, prices, imageModels: vars.OPENAI_IMAGE_MODEL },
            baseUrl: (baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, ''),
            chatModel: vars.OPENAI_CHAT_MODEL === 'none' ? null : vars.OPENAI_CHAT_MODEL,
          },
    fal:
      vars.FAL_KEY === null
        ? null
        : { apiKey: vars.FAL_KEY, baseUrl: vars.FAL_BASE_URL, models: vars.FAL_MODELS, prices },
  }
}
