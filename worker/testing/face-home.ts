import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers as the face engine of a home node does, from words in the picture: see `faceLike`. */
    faceHomeUrl: string
  }
}

const dimensions = 128

/**
 * A direction for each name, and away from it by `off`: the same name is the same person, and two
 * names are strangers.
 */
function descriptorOf(name: string, off: number): string {
  const direction = (text: string) => {
    let state = 7
    for (const character of text) state = (state * 31 + character.charCodeAt(0)) % 65_521
    return Array.from({ length: dimensions }, () => {
      state = (state * 75 + 74) % 65_537
      return state / 65_537 - 0.5
    })
  }
  const unit = (vector: number[]) => {
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  }
  const [own, other] = [unit(direction(`who ${name}`)), unit(direction(`how ${name} ${off}`))]
  const vector = Float32Array.from(unit(own.map((value, i) => value + off * (other[i] ?? 0))))
  return Buffer.from(vector.buffer).toString('base64')
}

function seenIn(text: string) {
  const faces = [...text.matchAll(/face:([\w-]+)(?:~([\d.]+))?(?:!(\w+))?/g)]
  return {
    ...{ detector: 'made@1', embedder: 'made-128@1', width: 640, height: 480 },
    faces: faces.map(([, name = '', off = '0', flaw], index) => ({
      box: { left: 0.1 * index, top: 0.1, width: 0.1, height: 0.2 },
      probability: 0.9,
      landmarks: [],
      quality: { score: flaw ? 0.2 : 0.8, widthPx: 64, flaws: flaw ? [flaw] : [] },
      descriptor: descriptorOf(name, Number(off)),
      ...{ age: null, expressions: null, atMs: null },
    })),
  }
}

const models = {
  ...{ detectors: ['made@1'], detector: 'made@1', embedder: 'made-128@1' },
  embedders: [
    {
      ...{ name: 'made-128@1', dimensions, threshold: 0.5 },
      curve: { middle: 0.5, width: 0.05 },
    },
  ],
}

/** For tests of who may ask what, and of what is kept: real faces are the business of the engine's. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1')
      const path = request.url ?? ''
      const json = (value: object) =>
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))
      if (path.startsWith('/inference/face-models')) json(models)
      else if (body === '') response.writeHead(404).end()
      else if (path.startsWith('/inference/faces')) {
        // A picture that is slow to look at, for whoever sends more of them than that.
        setTimeout(
          () => json(seenIn(body)),
          /slow:(\d+)/.test(body) ? Number(/slow:(\d+)/.exec(body)?.[1]) : 0,
        )
      } else {
        response.setHeader('X-Image-Width', '1').setHeader('X-Image-Height', '1')
        response.setHeader('Content-Type', 'image/webp').end(`crop of ${body}`)
      }
    })
  })
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  project.provide('faceHomeUrl', `http://127.0.0.1:${port}`)
  return () => void server.close()
}
