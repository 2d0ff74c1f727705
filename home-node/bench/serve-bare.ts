import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { z } from 'zod'
import '../launch/exit-with-parent.ts'

// Serves the bare Worker as `npm start` serves ours: one workerd, nothing in front of it.
const [port, folder] = z.tuple([z.coerce.number().int(), z.string()]).parse(process.argv.slice(2))
const source = await readFile(new URL('../../worker/bench/bare.ts', import.meta.url), 'utf8')
const server = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    modules: true,
    script: stripTypeScriptTypes(source),
    compatibilityDate: '2026-10-13',
    r2Buckets: { BUCKET: 'bare' },
    d1Databases: { DB: 'bare' },
    resourcePersistencePath: folder,
  }),
)
process.once('SIGTERM', () => void server.dispose().then(() => process.exit(0)))
await server.ready
