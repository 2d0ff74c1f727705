/** What the home node tells people (one sentence a line) and what it records about errors. */
export interface Log {
  say(sentence: string): void
  /** `fields` never hold tokens, signatures, names of files or places. */
  error(event: string, fields: Record<string, string | number | boolean | null>): void
}

/** Sentences to stdout, errors as JSON lines to stderr. */
export function makeLog(): Log {
  return {
    say: (sentence) => process.stdout.write(`${sentence}\n`),
    error: (event, fields) =>
      process.stderr.write(
        `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`,
      ),
  }
}

/** An error's message in a form short enough for a log line. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}
