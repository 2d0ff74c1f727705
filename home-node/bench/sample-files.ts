import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes files of random bytes, all different, and answers their names within the folder. */
export async function makeFiles(folder: string, count: number, sizeBytes: number) {
  await mkdir(folder, { recursive: true })
  const names: string[] = []
  for (let index = 0; index < count; index += 1) {
    const name = `file-${String(index).padStart(4, '0')}.bin`
    await using file = await open(join(folder, name), 'w')
    for (let left = sizeBytes; left > 0; left -= 1_000_000) {
      await file.write(randomBytes(Math.min(left, 1_000_000)))
    }
    names.push(name)
  }
  return names
}

/** Runs a shell line and answers how many seconds it took. Rejects when it fails. */
export async function timeShell(line: string, cwd: string, input = ''): Promise<number> {
  const start = performance.now()
  const shell = spawn('bash', ['-c', `set -euo pipefail; ${line}`], {
    cwd,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let errors = ''
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  // A shell that ended without reading says by its code how it went.
  shell.stdin.on('error', () => {})
  shell.stdin.end(input)
  const { promise, resolve } = Promise.withResolvers<number | null>()
  shell.once('close', resolve)
  const code = await promise
  if (code !== 0) throw new Error(`"${line}" ended with ${code}: ${errors.trim()}`)
  return (performance.now() - start) / 1_000
}

/**
 * Sends files with curl over some lanes at once and answers the seconds it took. In `options`, `{}`
 * is the file's name.
 */
export async function sendFiles(folder: string, names: string[], lanes: number, options: string) {
  const curl = `curl -sS --fail --max-time 300 -o /dev/null -H Expect: -T {} ${options}`
  return await timeShell(`xargs -P ${lanes} -I{} ${curl}`, folder, `${names.join('\n')}\n`)
}
