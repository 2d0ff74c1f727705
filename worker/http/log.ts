/** Fields that may be logged: ids, counts, codes and durations. Never tokens, URLs, names or places. */
export type LogFields = Record<string, string | number | boolean | null | undefined>

export interface Log {
  info(event: string, fields?: LogFields): void
  error(event: string, cause: unknown, fields?: LogFields): void
}

/** One JSON line an event, bound to the request or job it belongs to. */
export function makeLog(bound: LogFields, write: (line: string) => void = console.log): Log {
  return {
    info(event, fields = {}) {
      write(JSON.stringify({ event, ...bound, ...fields }))
    },
    error(event, cause, fields = {}) {
      write(JSON.stringify({ level: 'error', event, ...bound, ...fields, cause: describe(cause) }))
    },
  }
}

function describe(cause: unknown): string {
  const parts: string[] = []
  for (let current = cause; current instanceof Error && parts.length < 4; current = current.cause) {
    // Statements carry bound values (names, hashes): the first line of the message is enough.
    parts.push(`${current.name}: ${current.message.split('\n')[0]?.slice(0, 200)}`)
  }
  return parts.length > 0 ? parts.join(' <- ') : typeof cause
}
