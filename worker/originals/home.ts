import type { OriginalsReader } from '#contracts/originals'
import type { HomeClient } from '../home-nodes/home-client.ts'

/** Originals on a home node's disks, read over the tunnel. The key is the SHA-256. */
export function makeHomeOriginals(call: HomeClient): OriginalsReader {
  return {
    async open(key, range) {
      const response = await call({
        method: 'GET',
        target: `/originals/${key}`,
        headers: range ? { Range: `bytes=${range.start}-${range.end}` } : {},
        timeoutMs: 30_000,
      })
      if (response.status === 200 || response.status === 206) {
        const length = Number(response.headers.get('Content-Length'))
        const whole = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1]
        const start = range?.start ?? 0
        if (range && start + length - 1 !== range.end) {
          await response.body?.cancel()
          throw new RangeError('the range lies outside the original')
        }
        return {
          sizeBytes: whole === undefined ? length : Number(whole),
          range: { start, end: start + length - 1 },
          body: response.body ?? new Blob([]).stream(),
        }
      }
      await response.body?.cancel()
      if (response.status === 416) throw new RangeError('the range lies outside the original')
      if (response.status === 404) return null
      throw new Error(`the home node answered ${response.status} for an original`)
    },
    async stat(key) {
      const response = await call({ method: 'HEAD', target: `/originals/${key}` })
      if (response.status === 404) return null
      if (response.status !== 200) {
        throw new Error(`the home node answered ${response.status} for an original`)
      }
      return { key, sizeBytes: Number(response.headers.get('Content-Length')) }
    },
  }
}
