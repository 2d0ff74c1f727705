import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Measure, makeReport } from './measure-report.ts'
import { say } from './say.ts'

const root = resolve(import.meta.dirname, '../..')
const exportsRun = /^export (async function|const) run\b/m
const kinds = { bench: 'Benchmarks', faults: 'Fault runs' }

/**
 * `npm run bench -- NAME` and `npm run faults -- NAME`: runs `{worker,home-node,web}/KIND/NAME.ts`.
 * A file there that exports no `run` is a part of one that does.
 */
async function main(kind: string, name: string | undefined, args: string[]): Promise<number> {
  if (kind !== 'bench' && kind !== 'faults') {
    say('Run it as "npm run bench -- NAME" or "npm run faults -- NAME".')
    return 1
  }
  const runs = await findRuns(kind)
  const path = name === undefined ? undefined : runs.get(name)
  if (path === undefined) {
    if (name !== undefined) say(`There is no ${kind} called "${name}".`)
    say(`${kinds[kind]}: ${[...runs.keys()].sort().join(', ') || 'none yet'}`)
    return name === undefined ? 0 : 1
  }
  const module: unknown = await import(path)
  if (!isRunnable(module)) {
    say(`${path} exports no run(measure).`)
    return 1
  }
  const report = makeReport(args, say)
  await module.run(report.measure)
  say(report.summary())
  return report.exitCode()
}

async function findRuns(kind: keyof typeof kinds): Promise<Map<string, string>> {
  const runs = new Map<string, string>()
  for (const part of ['worker', 'home-node', 'web']) {
    const folder = join(root, part, kind)
    for (const file of await readdir(folder).catch(() => [])) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
      const path = join(folder, file)
      // By its text: the parts of a run may start things when they are imported.
      if (exportsRun.test(await readFile(path, 'utf8')))
        runs.set(file.slice(0, -'.ts'.length), path)
    }
  }
  return runs
}

function isRunnable(module: unknown): module is { run(measure: Measure): Promise<void> } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'run' in module &&
    typeof module.run === 'function'
  )
}

const [kind = '', name, ...args] = process.argv.slice(2)
try {
  process.exit(await main(kind, name, args))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
  process.exit(1)
}
