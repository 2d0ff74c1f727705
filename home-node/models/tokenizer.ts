import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import type { ModelDeclaration } from './model-declaration.ts'

/** A file is no tokenizer, or another one than was declared. */
export class TokenizerError extends Error {
  override name = 'TokenizerError'
}

export interface TextTokenizer {
  /** Tokens with start and end, at most as many as the model takes. */
  tokens(text: string): number[]
}

/**
 * Loads a model's `tokenizer.json` and has it do what is known of it. Rejects with `TokenizerError`.
 */
export async function loadTokenizer(
  path: string,
  { tokenizer: { known }, text: { length, padWith } }: ModelDeclaration,
): Promise<TextTokenizer> {
  const tokenizer = await open(path)
  const encode = (text: string): number[] => {
    const ids = tokenizer.encode(text).ids
    const end = ids.at(-1)
    // What is too long loses its middle, not its end, by which the model knows that it is one.
    return ids.length > length && end !== undefined ? [...ids.slice(0, length - 1), end] : ids
  }
  for (const [text, wanted] of Object.entries(known)) {
    if (encode(text).join() !== wanted.join()) {
      throw new TokenizerError('This tokenizer is not the one of the model.')
    }
  }
  return {
    tokens(text) {
      const ids = encode(text)
      if (padWith === null) return ids
      return [...ids, ...new Array<number>(length - ids.length).fill(padWith)]
    },
  }
}

async function open(path: string): Promise<Tokenizer> {
  try {
    const json = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')))
    // What tokenizer_config.json would say beyond this is for chats and decoding.
    return new Tokenizer(json, {})
  } catch (error) {
    throw new TokenizerError('This is no tokenizer.', { cause: error })
  }
}
