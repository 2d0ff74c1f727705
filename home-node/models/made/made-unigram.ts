import type { MadeTokenizer } from './made-tokenizer.ts'

/** What begins a word, in sentencepiece. */
const wordStart = '▁'
const knownWords = ['a', 'of', 'on', 'the', 'photo', 'picture', 'dog', 'cat', 'car', 'red', 'beach']
/** In SigLIP's vocabulary the end also fills texts up. */
const [pad, end, unknown] = [0, 1, 2]

/**
 * A small vocabulary of SigLIP's kind: pieces with their likelihoods (Unigram), of which the likeliest
 * cut of a text is taken; words in small letters, without punctuation, and one end.
 */
export function makeUnigramTokenizer(): Omit<MadeTokenizer, 'start'> {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const pieces: [string, number][] = [
    ['<pad>', 0],
    ['</s>', 0],
    ['<unk>', -12],
    [wordStart, -3],
    ...knownWords.map((word): [string, number] => [wordStart + word, -4]),
    ...[...letters].map((letter): [string, number] => [letter, -9]),
  ]
  const special = (id: number) => ({
    ...{ id, content: pieces[id]?.[0], special: true, normalized: false },
    ...{ single_word: false, lstrip: false, rstrip: false },
  })
  const spaces = {
    type: 'Metaspace',
    replacement: wordStart,
    prepend_scheme: 'always',
    split: true,
  }
  const text = { Sequence: { id: 'A', type_id: 0 } }
  const ending = { SpecialToken: { id: '</s>', type_id: 0 } }
  const json = JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [pad, end, unknown].map(special),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Lowercase' },
        { type: 'Replace', pattern: { Regex: '[!-/:-@\\[-`{-~]' }, content: '' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Strip', strip_left: true, strip_right: true },
      ],
    },
    pre_tokenizer: spaces,
    post_processor: {
      type: 'TemplateProcessing',
      single: [text, ending],
      pair: [text, ending],
      special_tokens: { '</s>': { id: '</s>', ids: [end], tokens: ['</s>'] } },
    },
    decoder: spaces,
    model: { type: 'Unigram', unk_id: unknown, vocab: pieces, byte_fallback: false },
  })
  const idOf = (word: string) => pieces.findIndex(([piece]) => piece === wordStart + word)
  return {
    ...{ json, words: pieces.length, end },
    known: { 'A red,  dog!': [idOf('a'), idOf('red'), idOf('dog'), end] },
  }
}
