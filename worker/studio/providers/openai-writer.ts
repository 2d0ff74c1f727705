import { z } from 'zod'
import { askProvider, failureOf, malformed, readJson } from './ask-provider.ts'
import type { PromptWriter } from './generator.ts'
import { headersOf, type OpenAiSettings, providerOf, refusalIn } from './openai.ts'
import { instructionsFor, promptsIn } from './writing.ts'

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
})

/** Rewrites prompts by `chat/completions` of OpenAI, or of whoever else speaks it. */
export function makeOpenAiWriter(
  settings: Pick<OpenAiSettings, 'apiKey' | 'baseUrl' | 'timeoutMs'> & { chatModel: string },
): PromptWriter {
  const provider = { ...providerOf(settings), timeoutMs: settings.timeoutMs ?? 60_000 }
  return {
    label: `${settings.chatModel} (${provider.label})`,
    async vary(text, count, signal) {
      const messages = [
        { role: 'system', content: instructionsFor(count) },
        { role: 'user', content: text },
      ]
      const format = { response_format: { type: 'json_object' } }
      const answer = await askProvider(provider, signal, (either) =>
        fetch(`${settings.baseUrl}/chat/completions`, {
          method: 'POST',
          headers: headersOf(settings, true),
          body: JSON.stringify({ model: settings.chatModel, messages, ...format }),
          redirect: 'manual',
          signal: either,
        }),
      )
      if (answer.status !== 200) throw failureOf(provider, answer, refusalIn(answer.bytes))
      const parsed = answerSchema.safeParse(readJson(provider, answer))
      const prompts = promptsIn(parsed.data?.choices[0]?.message.content ?? '', count)
      if (prompts === null) throw malformed(provider, parsed.error)
      return prompts
    },
  }
}
