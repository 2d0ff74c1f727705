import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { z } from 'zod'
import './exit-with-parent.ts'

/*
 * Serves the built Worker on one port until it is told to stop. `wrangler dev` does the same with a
 * second workerd in front, for reloads, through which every byte passes once more.
 */

const args = z
  .object({
    script: z.string(),
    port: z.coerce.number().int(),
    'persist-to': z.string(),
    'env-file': z.string(),
    'home-url': z.url(),
  })
  .parse(
    parseArgs({
      options: {
        script: { type: 'string' },
        port: { type: 'string' },
        'persist-to': { type: 'string' },
        'env-file': { type: 'string' },
        'home-url': { type: 'string' },
      },
    }).values,
  )

const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml')
const variables = z.record(z.string(), z.json()).parse(workerOptions.bindings)
const secrets = parseEnv(await readFile(args['env-file'], 'utf8'))

const scriptDir = dirname(args.script)
const wasmFiles = (await readdir(scriptDir))
  .filter((name) => name.endsWith('.wasm'))
  .map((name) => join(scriptDir, name))

const server = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: args.port,
    // The folder below which wrangler keeps what it emulates; its migrations go there too.
    resourcePersistencePath: join(args['persist-to'], 'v3'),
    // Rings the schedule when the launcher asks for it.
    unsafeTriggerHandlers: true,
    logRequests: false,
    log: new Log(LogLevel.INFO),
    handleStructuredLogs: ({ message }) => {
      process.stdout.write(`${message}\n`)
    },
    workers: [
      {
        ...workerOptions,
        name: 'cloudvault',
        // Whatever a name resolves to: workerd itself connects to no private address through this.
        serviceBindings: {
          OUTSIDE: { network: { allow: ['public'], tlsOptions: { trustBrowserCas: true } } },
        },
        bindings: { ...variables, ...secrets, HOME_URL: args['home-url'] },
        modules: [
          { type: 'ESModule', path: args.script },
          ...wasmFiles.map((path) => ({ type: 'CompiledWasm' as const, path })),
        ],
        modulesRoot: scriptDir,
      },
    ],
  }),
)

async function stop() {
  await server.dispose()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
await server.ready
