import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countTests, type TestCounts } from './test-counts.ts'

export interface TestRun extends TestCounts {
  seconds: number
  /** What vitest said, for when something failed. */
  output: string
}

/** Tests that never end are a failure, not a reason to wait for ever. */
const longestMs = 15 * 60_000

/**
 * Runs the tests of one project of vitest.config.ts and counts them by its JSON report; `args` say which
 * of them, and how.
 */
export async function runVitest(
  root: string,
  project: string,
  args: string[] = [],
): Promise<TestRun> {
  const start = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'cloudvault-tests-'))
  const reportPath = join(folder, 'report.json')
  try {
    const { code, output } = await collect(root, [
      ...['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...args],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`],
    ])
    const report: unknown = await readFile(reportPath, 'utf8').then(JSON.parse, () => null)
    const seconds = (performance.now() - start) / 1_000
    return { ...countTests(report, code), seconds, output }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function collect(root: string, args: string[]) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.once('error', (error) => {
    output += error.message
    resolve(null)
  })
  child.once('close', resolve)
  const giveUp = setTimeout(() => {
    output += `\nThe tests of this project did not end within ${longestMs / 60_000} minutes.`
    child.kill('SIGKILL')
    resolve(null)
  }, longestMs)
  const code = await promise
  clearTimeout(giveUp)
  return { code, output: output.trim() }
}
