import { connect as connectTo, createServer, type Socket } from 'node:net'
import type { Seeded } from './seeded.ts'

export interface CuttingProxy {
  port: number
  /** How many connections were cut so far. */
  cuts(): number
  /** How many bytes clients sent through it. */
  sentBytes(): number
  close(): Promise<void>
}

/**
 * Passes bytes on to a port and cuts connections: some after a random number of bytes from the
 * client, some when the answer begins, so that it is lost. After `cutsMax` of them it lets all pass.
 */
export async function startCuttingProxy(
  target: number,
  seeded: Seeded,
  { cutsMax, cutAfterBytes }: { cutsMax: number; cutAfterBytes: number },
): Promise<CuttingProxy> {
  let cuts = 0
  let sentBytes = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const losesAnswer = seeded.next() < 0.2
    const isReset = seeded.next() < 0.5
    const allowed = seeded.between(1, cutAfterBytes)
    const upstream = client.pipe(connectTo(target))
    let seen = 0
    const cut = () => {
      if (cuts >= cutsMax || client.destroyed) return
      cuts += 1
      for (const socket of [client, upstream]) {
        if (isReset) socket.resetAndDestroy()
        else socket.destroy()
      }
    }
    client.on('data', (chunk) => {
      seen += chunk.length
      sentBytes += chunk.length
      if (seen >= allowed && !(losesAnswer && seen < 4 * cutAfterBytes)) cut()
    })
    upstream.on('data', (chunk) => {
      // An answer to a few bytes is no loss worth a cut: those are questions.
      if (losesAnswer && seen > 100_000) cut()
      if (!client.destroyed) client.write(chunk)
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  return {
    port: address.port,
    cuts: () => cuts,
    sentBytes: () => sentBytes,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
