import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { declareModel } from './declare-model.ts'
import { knownModels } from './known-models.ts'

const [siglip] = knownModels
const hash = (letter: string) => letter.repeat(64)

/** A hub that tells this of every repository. */
async function aHubThatTells(told: unknown, status = 200): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(told))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.')
  return `http://127.0.0.1:${address.port}`
}

const siblings = [
  { rfilename: 'tokenizer.json', size: 2_400_000 },
  { rfilename: 'onnx/text_model_quantized.onnx', lfs: { sha256: hash('a'), size: 111 } },
  { rfilename: 'onnx/vision_model_quantized.onnx', lfs: { sha256: hash('b'), size: 222 } },
]

it('a model that is known by name is declared with the commit and hashes that the hub tells', async () => {
  if (!siglip) throw new Error('no model')
  const hub = await aHubThatTells({ sha: 'c'.repeat(40), siblings })
  expect(await declareModel(hub, siglip)).toMatchObject({
    ...{ id: 'siglip-base', pipeline: 1, revision: 'c'.repeat(40), dimensions: 768 },
    vision: { fit: 'squash', file: { sizeBytes: 222, sha256: hash('b') } },
    text: { length: 64, padWith: 1, file: { sizeBytes: 111, sha256: hash('a') } },
    tokenizer: { file: { sha256: null, sizeBytes: 2_400_000 } },
  })
})

it.each([
  [
    'without hashes',
    { sha: 'c'.repeat(40), siblings: siblings.map(({ rfilename }) => ({ rfilename })) },
    200,
  ],
  ['without the files', { sha: 'c'.repeat(40), siblings: [] }, 200],
  ['without a commit', { siblings }, 200],
  ['that does not know it', { error: 'Repository not found' }, 404],
])('nothing is declared by a hub %s', async (_, told, status) => {
  if (!siglip) throw new Error('no model')
  await expect(declareModel(await aHubThatTells(told, status), siglip)).rejects.toThrow(/The hub/i)
})
