import { spawn } from 'node:child_process'

/** Something that passes or fails as a whole, and is one in the count of `npm test`. */
export interface Check {
  name: string
  /** What Node runs, from the project's root. */
  args: string[]
}

export const checks: readonly Check[] = [
  {
    name: 'format and lint',
    args: [
      'node_modules/@biomejs/biome/bin/biome',
      'ci',
      '--colors=off',
      '--error-on-warnings',
      '.',
    ],
  },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
]

export interface CheckOutcome {
  ok: boolean
  seconds: number
  /** What it said, for when it failed. */
  output: string
}

/** Runs one check with this Node. Never rejects: a tool that cannot start is a check that failed. */
export async function runCheck(root: string, check: Check): Promise<CheckOutcome> {
  const start = performance.now()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const tool = spawn(process.execPath, check.args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [tool.stdout, tool.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  tool.once('error', (error) => {
    output += error.message
    resolve(false)
  })
  tool.once('close', (code) => resolve(code === 0))
  const ok = await promise
  return { ok, seconds: (performance.now() - start) / 1_000, output: output.trim() }
}

/** Runs every check in turn, one line each, and answers how many passed and failed. */
export async function runChecks(root: string): Promise<{ passed: number; failed: number }> {
  let passed = 0
  for (const check of checks) {
    const { ok, seconds, output } = await runCheck(root, check)
    if (ok) passed += 1
    const line = `${check.name.padEnd(18)} ${ok ? 'ok    ' : 'failed'} ${seconds.toFixed(1).padStart(6)} s`
    process.stdout.write(ok || output === '' ? `${line}\n` : `${line}\n\n${output}\n\n`)
  }
  return { passed, failed: checks.length - passed }
}
