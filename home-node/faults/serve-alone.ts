import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256Schema } from '#contracts/ids'
import { openDisks } from '../disks/disk-set.ts'
import { openJournal } from '../disks/journal.ts'
import { enginePictures, inferencePictures } from '../images/sample-pictures.ts'
import { makeSharpEngine } from '../images/sharp-engine.ts'
import { loadIdentity } from '../link/identity.ts'
import { makeVerifier, sha256Hex } from '../link/signed-request.ts'
import { makeHomeInference } from '../models/home-inference.ts'
import { declareMade } from '../models/made/made-folder.ts'
import { serveHub } from '../models/made/serve-hub.ts'
import { openModels } from '../models/model-store.ts'
import { makeStoreEmbedder } from '../models/store-embedder.ts'
import { listen } from '../serve/listen.ts'
import { makeServer } from '../serve/server.ts'

/*
 * The serving half of the home node as a process of its own, on a free loopback port, with a disk
 * in a temporary folder, a tiny made model that is ready and another that a hub on loopback has: what
 * the Worker's tests call over the real link. Prints one line of JSON
 * when it serves and ends when its standard input does.
 */
const root = await mkdtemp(join(tmpdir(), 'cloudvault-serve-'))
const { homeNodeId } = await loadIdentity(join(root, 'state'))
const journal = openJournal(join(root, 'state'))
const log = { say() {}, error() {} }
const places = [{ name: 'one', path: join(root, 'one') }]
const disks = await openDisks({ places, journal, log, reserveBytes: 0 })

const pair = generateKeyPairSync('ed25519')
const workerPrivateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
const workerKey = pair.publicKey

async function keep(sizeBytes: number) {
  const bytes = randomBytes(sizeBytes)
  const sha256 = sha256Schema.parse(sha256Hex(bytes))
  await disks.all()[0]?.store.put(sha256, new Blob([bytes]).stream(), { sizeBytes })
  return { sha256, sizeBytes }
}

const originals = [await keep(1), await keep(100_000), await keep(3_145_731)]
const stopping = new AbortController()
const folder = join(root, 'models')
await declareMade(folder, { id: 'made-tiny' })
await declareMade(folder, { id: 'made-far', seed: 2, files: join(root, 'hub') })
const hub = await serveHub(join(root, 'hub'))
const models = await openModels({ folder, hub: hub.url, log, signal: stopping.signal })
await models.settled()
const embedder = makeStoreEmbedder({ store: models })
const server = makeServer({
  verifier: makeVerifier({
    audience: homeNodeId,
    publicKeyOf: (key) => (key === 'worker' ? workerKey : null),
  }),
  disks,
  images: makeSharpEngine(),
  inference: makeHomeInference(embedder),
  models,
  onWake() {},
  log,
  version: 'test',
})
const listening = await listen(server, 0)
const stopped = await listen(server, 0)
await stopped.close()

const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`
const asText = (pictures: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(pictures).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  )
const described = {
  url: urlOf(listening),
  stoppedUrl: urlOf(stopped),
  homeNodeId,
  workerPrivateKey: workerPrivateKey.toString('base64url'),
  originals,
  enginePictures: asText(await enginePictures()),
  inferencePictures: asText(await inferencePictures()),
}
process.stdout.write(`${JSON.stringify(described)}\n`)

process.stdin.resume().once('end', async () => {
  stopping.abort()
  hub.close()
  await listening.close()
  await embedder.stop()
  journal.close()
  await rm(root, { recursive: true, force: true })
  process.exit()
})
