import { env } from 'cloudflare:workers'
import { originalsContract } from '#contracts/originals.contract'
import { makeMemoryOriginals } from './memory.ts'
import { makeR2Originals } from './r2.ts'

const keyFor = (sha256: string) => `o/spc/${sha256}`

originalsContract('R2', async () => {
  for (;;) {
    const { objects } = await env.BUCKET.list()
    if (objects.length === 0) break
    await env.BUCKET.delete(objects.map(({ key }) => key))
  }
  return { originals: makeR2Originals(env.BUCKET), keyFor }
})

originalsContract('memory', () => ({ originals: makeMemoryOriginals(), keyFor }))
