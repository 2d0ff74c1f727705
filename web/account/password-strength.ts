/** How hard a password is to guess, from 0 (not to be taken, or not typed yet) to 3. */
export interface Strength {
  level: 0 | 1 | 2 | 3
  sentence: string
}

/**
 * A hint while typing, by length and variety alone. The vault itself knows the commonest passwords
 * and has the last word.
 */
export function strengthOf(password: string, names: string[]): Strength {
  const length = [...password].length
  if (length === 0) {
    return { level: 0, sentence: 'At least 8 characters. A few words are better than a riddle.' }
  }
  if (length < 8) return { level: 0, sentence: `${8 - length} more, then it is long enough.` }
  const folded = password.toLowerCase()
  if (names.some((name) => name.length > 2 && folded.includes(name.toLowerCase()))) {
    return { level: 1, sentence: 'It holds a name of yours, and that is the first thing to guess.' }
  }
  // Ten of the same, or 12341234: each character that came before adds little.
  const different = new Set(folded).size
  if (different < 5) return { level: 1, sentence: 'Easy to guess: few different characters.' }
  const points = length + (different >= 10 ? 3 : 0) + (kindsOf(password) - 1)
  if (points < 13)
    return { level: 1, sentence: 'Easy to guess. One or two words more make it good.' }
  if (points < 18) return { level: 2, sentence: 'Good. Longer is better still.' }
  return { level: 3, sentence: 'Strong.' }
}

function kindsOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password))
    .length
}
