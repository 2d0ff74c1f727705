import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { z } from 'zod'
import '../launch/exit-with-parent.ts'
import { quietWrangler, wranglerCli } from '../launch/prepare.ts'

// Bundles the Worker of worker/bench/vectors.ts as a deployment would, and serves it in one workerd.
const [port, inspectorPort, folder] = z
  .tuple([z.coerce.number().int(), z.coerce.number().int(), z.string()])
  .parse(process.argv.slice(2))
await mkdir(folder, { recursive: true })
const config = join(folder, 'wrangler.json')
const main = fileURLToPath(new URL('../../worker/bench/vectors.ts', import.meta.url))
const compatibility = {
  compatibility_date: '2026-10-13',
  compatibility_flags: ['nodejs_compat'],
}
await writeFile(config, JSON.stringify({ name: 'vectors', main, ...compatibility }))
const built = join(folder, 'built')
await promisify(execFile)(
  process.execPath,
  [wranglerCli, 'deploy', '--dry-run', '--config', config, '--outdir', built],
  { env: { ...process.env, ...quietWrangler } },
)
const files = (await readdir(built)).map((name) => join(built, name))
const server = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    inspectorPort,
    modules: [
      { type: 'ESModule', path: join(built, 'vectors.js') },
      ...files
        .filter((path) => path.endsWith('.wasm'))
        .map((path) => ({ type: 'CompiledWasm' as const, path })),
    ],
    modulesRoot: built,
    compatibilityDate: compatibility.compatibility_date,
    compatibilityFlags: compatibility.compatibility_flags,
    durableObjects: { TABLE: 'Table' },
  }),
)
process.once('SIGTERM', () => void server.dispose().then(() => process.exit(0)))
await server.ready
