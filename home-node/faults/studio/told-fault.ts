const faults = [
  'rate',
  'credit',
  'down',
  'safety',
  'bad-prompt',
  'bad-key',
  'malformed',
  'no-picture',
  'cut',
  'half',
  'never',
] as const
export type StudioFault = (typeof faults)[number]

/**
 * What words in brackets have a server of tests do, so that tests that run at once do not disturb
 * each other: `[rate]` answers 429, `[credit]` that the account is empty, `[down]` 503, `[safety]`
 * refuses, `[bad-prompt]` finds the request wrong, `[bad-key]` the key, `[malformed]` answers no
 * JSON, `[no-picture]` bytes that are none, `[cut]` breaks the connection, `[half]` in the middle of
 * the answer, `[never]` says nothing; `[wait:500]` answers after so many milliseconds.
 */
export function toldByWords(text: string): { fault: StudioFault | null; waitMs: number } {
  const [, waited] = /\[wait:(\d{1,6})\]/.exec(text) ?? []
  const fault = faults.find((each) => text.includes(`[${each}]`)) ?? null
  return { fault, waitMs: Number(waited ?? 0) }
}
