import type { z } from 'zod'
import type { varyPromptSchema } from '#contracts/generations'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { GenerationError } from './generator.ts'

/**
 * A prompt in other words, for people to choose from before anything is made. Throws
 * `capability_missing` where nobody writes, and `too_many_requests`, `validation_failed` or
 * `try_again` with what the writer said.
 */
export async function varyPrompt(
  deps: Pick<Deps, 'studio'>,
  { text, count }: z.infer<typeof varyPromptSchema>,
  signal: AbortSignal,
): Promise<string[]> {
  const { writer } = deps.studio()
  if (!writer) {
    throw new AppError('capability_missing', 'Nobody who rewrites prompts is configured here.')
  }
  try {
    return await writer.vary(text, count, signal)
  } catch (error) {
    throw error instanceof GenerationError ? problemOf(error) : error
  }
}

function problemOf(error: GenerationError): AppError {
  const { code, message, cause, retryAfterSeconds } = error
  if (code === 'rate-limited') {
    const wait = { retryAfterSeconds: retryAfterSeconds ?? 30 }
    return new AppError('too_many_requests', message, { cause, ...wait })
  }
  const isAboutWords = code === 'refused' || code === 'bad-prompt'
  return isAboutWords
    ? new AppError('validation_failed', message, { cause })
    : new AppError('try_again', message, { cause, retryAfterSeconds: 30 })
}
