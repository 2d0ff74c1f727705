/** Words that the made tokenizer knows whole; all others it spells. */
const knownWords = ['a', 'of', 'on', 'the', 'photo', 'picture', 'dog', 'cat', 'car', 'red', 'beach']

/** What ends a word, in CLIP's vocabulary. */
const wordEnd = '</w>'

export interface MadeTokenizer {
  /** The text of `tokenizer.json`: byte-level BPE with the steps that CLIP's own has. */
  json: string
  words: number
  /** Begins and ends every text; the end has the highest number of all. */
  start: number
  end: number
  /** A text and its tokens. */
  known: Record<string, number[]>
}

/** A small vocabulary of the same kind as CLIP's: every byte, some whole words, a start and an end. */
export function makeTokenizer(): MadeTokenizer {
  const letters = byteLetters()
  const tokens = [...letters, ...letters.map((letter) => letter + wordEnd)]
  const merges: [string, string][] = []
  for (const word of knownWords) {
    const parts = [...word]
    const last = (parts.pop() ?? '') + wordEnd
    for (const [at, part] of [...parts, last].entries()) {
      const before = word.slice(0, at)
      if (at > 0 && !merges.some(([left, right]) => left === before && right === part)) {
        merges.push([before, part])
        tokens.push(before + part)
      }
    }
  }
  const start = tokens.push('<|startoftext|>') - 1
  const end = tokens.push('<|endoftext|>') - 1
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]))
  const special = (id: number) => ({
    ...{ id, content: tokens[id], special: true, normalized: false },
    ...{ single_word: false, lstrip: false, rstrip: false },
  })
  const json = JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(start), special(end)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: {
            Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
          },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      ...{ type: 'RobertaProcessing', trim_offsets: false, add_prefix_space: false },
      sep: [tokens[end], end],
      cls: [tokens[start], start],
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      ...{ type: 'BPE', dropout: null, unk_token: tokens[end], fuse_unk: false },
      ...{ continuing_subword_prefix: '', end_of_word_suffix: wordEnd },
      vocab,
      merges: merges.map((merge) => merge.join(' ')),
    },
  })
  const ids = (...words: string[]) => words.map((word) => vocab[word] ?? -1)
  return {
    ...{ json, words: tokens.length, start, end },
    known: { 'A  red car': [start, ...ids('a</w>', 'red</w>', 'car</w>'), end] },
  }
}

/** A printable letter for every byte, as byte-level BPE writes them (GPT-2's `bytes_to_unicode`). */
function byteLetters(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
  let others = 0
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(isPrintable(byte) ? byte : 256 + others++),
  )
}
