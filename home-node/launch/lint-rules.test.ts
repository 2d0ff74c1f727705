import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '../..')
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
const fence = 'lint/style/noRestrictedImports'

interface Rule {
  promise: string
  path: string
  category: string
  /** Breaks the rule. */
  bad: string
  /** The nearest thing that keeps it. */
  good: string
}

const imports = (source: string, names = '{ thing }') =>
  `import ${names} from '${source}'\n\nexport const used: unknown = thing\n`
const importsType = (source: string, name: string) =>
  `import type { ${name} } from '${source}'\n\nexport type Used = ${name}\n`
const reads = (call: string) =>
  `export async function read(request: Request, c: { req: { raw: Request } }) {\n  return [${call}, c, request]\n}\n`

const rules: Rule[] = [
  ...[
    [
      'the page imports from the Worker only contracts',
      'web/library/a.ts',
      '../../worker/files/queries.ts',
    ],
    ['contracts are imported by their name', 'web/library/b.ts', '../../worker/contracts/files.ts'],
    ['the page imports nothing of the home node', 'web/library/c.ts', '../../home-node/config.ts'],
    ['browser tests import from the Worker only contracts', 'web/e2e/d.ts', '../../worker/env.ts'],
    [
      'the home node imports from the Worker only contracts',
      'home-node/disks/e.ts',
      '../../worker/errors.ts',
    ],
    ['the home node imports nothing of the page', 'home-node/f.ts', '../web/api.ts'],
    [
      'the Worker imports nothing of the home node',
      'worker/files/g.ts',
      '../../home-node/disks/layout.ts',
    ],
    ['the Worker imports nothing of the page', 'worker/files/h.ts', '../../web/api.ts'],
  ].map(([promise = '', path = '', source = '']) => ({
    promise,
    path,
    category: fence,
    bad: imports(source),
    good: imports('#contracts/files'),
  })),
  ...['http', 'db', 'db/schema', 'originals'].map((folder) => ({
    promise: `worker/${folder} knows no feature`,
    path: `worker/${folder}/i.ts`,
    category: fence,
    bad: imports(`${folder.includes('/') ? '../..' : '..'}/files/queries.ts`),
    good: imports(folder.includes('/') ? '../client.ts' : '../errors.ts'),
  })),
  ...['queries.ts', 'upload-queries.ts'].map((name, index) => ({
    promise: `a feature's ${name} are its own`,
    path: `worker/media/u${index}.ts`,
    category: fence,
    bad: imports(`../files/${name}`),
    good: `${imports(`./${name}`)}export { find } from '../files/find-file.ts'\n`,
  })),
  {
    promise: 'the page knows of the Worker only the type Api',
    path: 'web/api.ts',
    category: fence,
    bad: imports('../worker/app.ts', '{ app as thing }'),
    good: importsType('../worker/app.ts', 'Api'),
  },
  {
    promise: 'originals on a home node know only the type of its client',
    path: 'worker/originals/home.ts',
    category: fence,
    bad: imports('../home-nodes/home-client.ts', '{ makeHomeClient as thing }'),
    good: importsType('../home-nodes/home-client.ts', 'HomeClient'),
  },
  {
    promise: 'web/ui knows no feature',
    path: 'web/ui/j.ts',
    category: fence,
    bad: imports('../library/state.ts'),
    good: imports('./button.tsx'),
  },
  {
    promise: 'contracts import zod and their siblings',
    path: 'worker/contracts/k.ts',
    category: fence,
    bad: imports('hono'),
    good: `${imports('zod')}export { other } from './ids.ts'\n`,
  },
  {
    promise: 'contracts do not reach into the Worker',
    path: 'worker/contracts/l.ts',
    category: fence,
    bad: imports('../errors.ts'),
    good: imports('./ids.ts'),
  },
  {
    promise: 'only contract suites import vitest',
    path: 'worker/contracts/m.contract.ts',
    category: fence,
    bad: imports('hono'),
    good: imports('vitest'),
  },
  {
    promise: 'the fence also holds for dynamic imports',
    path: 'home-node/n.ts',
    category: fence,
    bad: "export const thing = await import('../worker/env.ts')\n",
    good: "export const thing = await import('#contracts/files')\n",
  },
  ...[
    'request.formData()',
    'request.arrayBuffer()',
    'c.req.raw.arrayBuffer()',
    'request.json()',
  ].map((call, index) => ({
    promise: `no body is held whole: ${call}`,
    path: `worker/files/o${index}.ts`,
    category: 'plugin',
    bad: reads(`await ${call}`),
    good: reads('await c.req.raw.body'),
  })),
  {
    promise: 'a new name for the body does not help',
    path: 'worker/files/p.ts',
    category: 'plugin',
    bad: reads('await new Response(request.body).arrayBuffer()'),
    good: reads('await new Response(request.body).body'),
  },
  {
    promise: 'no promise is left alone',
    path: 'worker/files/q.ts',
    category: 'lint/nursery/noFloatingPromises',
    bad: 'async function work() {}\n\nexport function start() {\n  work()\n}\n',
    good: 'async function work() {}\n\nexport async function start() {\n  await work()\n}\n',
  },
  {
    promise: 'nothing is any',
    path: 'worker/files/r.ts',
    category: 'lint/suspicious/noExplicitAny',
    bad: 'export const thing: any = 1\n',
    good: 'export const thing: unknown = 1\n',
  },
  {
    promise: 'no import is unused',
    path: 'worker/files/s.ts',
    category: 'lint/correctness/noUnusedImports',
    bad: "import { z } from 'zod'\n\nexport const thing = 1\n",
    good: "import { z } from 'zod'\n\nexport const thing = z\n",
  },
  {
    promise: 'no variable is unused',
    path: 'worker/files/t.ts',
    category: 'lint/correctness/noUnusedVariables',
    bad: 'const thing = 1\n',
    good: 'export const thing = 1\n',
  },
]

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string().nullable(),
      severity: z.string(),
      location: z.object({ path: z.string() }).nullish(),
    }),
  ),
})

let folder: string
let found: { bad: Map<string, string[]>; good: Map<string, string[]> }

/** Lints one tree of samples with the project's own configuration. */
async function lintSamples(kind: 'bad' | 'good'): Promise<Map<string, string[]>> {
  const tree = join(folder, kind)
  await cp(join(root, 'home-node/launch/lint'), join(tree, 'home-node/launch/lint'), {
    recursive: true,
  })
  const settings = z
    .looseObject({})
    .parse(JSON.parse(await readFile(join(root, 'biome.json'), 'utf8')))
  await writeFile(
    join(tree, 'biome.json'),
    JSON.stringify({ ...settings, $schema: undefined, vcs: { enabled: false } }),
  )
  for (const rule of rules) {
    await mkdir(dirname(join(tree, rule.path)), { recursive: true })
    await writeFile(join(tree, rule.path), rule[kind])
  }
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.']
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: tree }, (_error, stdout) => done(stdout)),
  )
  const errors = new Map<string, string[]>()
  for (const { category, severity, location } of reportSchema.parse(JSON.parse(output))
    .diagnostics) {
    if (severity !== 'error' || category === null || !location) continue
    errors.set(location.path, [...(errors.get(location.path) ?? []), category])
  }
  return errors
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudvault-lint-'))
  found = { bad: await lintSamples('bad'), good: await lintSamples('good') }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(rules)('$promise', (rule) => {
  test('what breaks it is an error', () => {
    expect(found.bad.get(rule.path)).toContain(rule.category)
  })
  test('what keeps it is not', () => {
    expect(found.good.get(rule.path) ?? []).toEqual([])
  })
})
