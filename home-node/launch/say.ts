/** One line to the person at the terminal. */
export function say(line: string) {
  process.stdout.write(`${line}\n`)
}

/** Runs one part of the start and says what became of it and how long it took. */
export async function timed<Result>(
  part: string,
  work: () => Promise<Result>,
  outcome: (result: Result) => string,
): Promise<Result> {
  const start = performance.now()
  const result = await work()
  const seconds = ((performance.now() - start) / 1_000).toFixed(1)
  say(`${part.padEnd(10)} ${outcome(result).padEnd(26)} ${seconds.padStart(5)} s`)
  return result
}
