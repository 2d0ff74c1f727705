import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runChecks } from './checks.ts'
import { ensureChromium } from './ensure-chromium.ts'
import { needOwnWorker } from './own-worker.ts'
import { buildWeb } from './prepare.ts'
import { runVitest } from './run-vitest.ts'
import type { TestCounts } from './test-counts.ts'

const root = resolve(import.meta.dirname, '../..')

/** One line of `npm test`: the checks, or one project of tests. */
const steps: Record<string, () => Promise<TestCounts>> = {
  check: () => runChecks(root),
  worker: async () => {
    // The Worker serves the page at some addresses, so it has to be there.
    await buildWeb(root)
    const apart = needOwnWorker.flatMap((path) => ['--exclude', `${path}**`])
    const together = await runProject('worker', 'tests in workerd', ['--no-isolate', ...apart])
    const alone = await runProject('worker', 'with their own', needOwnWorker)
    return { passed: together.passed + alone.passed, failed: together.failed + alone.failed }
  },
  node: () => runProject('node', 'tests in Node'),
  e2e: async () => {
    const chromium = ensureChromium()
    if ('path' in chromium) return await runProject('e2e', 'tests in Chromium')
    process.stdout.write(`${chromium.missing}\n`)
    return { passed: 0, failed: 1 }
  },
}

async function runProject(project: string, name: string, args?: string[]): Promise<TestCounts> {
  const { passed, failed, seconds, output } = await runVitest(root, project, args)
  const outcome = failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} failed`
  const line = `${name.padEnd(18)} ${outcome} ${seconds.toFixed(1).padStart(6)} s`
  process.stdout.write(failed === 0 ? `${line}\n` : `${line}\n\n${output}\n\n`)
  return { passed, failed }
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = Object.entries(steps).filter(([name]) => (values.only ?? name) === name)
if (wanted.length === 0) {
  process.stderr.write(`--only takes one of: ${Object.keys(steps).join(', ')}\n`)
  process.exit(1)
}

let passed = 0
let failed = 0
for (const [, step] of wanted) {
  const counts = await step()
  passed += counts.passed
  failed += counts.failed
}
process.exitCode = failed === 0 ? 0 : 1
// The last line is for machines: nothing may follow it.
process.stdout.write(`${passed} passed, ${failed} failed\n`)
