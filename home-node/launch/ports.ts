import { createServer } from 'node:net'
import { LaunchError } from './launch-error.ts'

/** Rejects with a sentence when something else listens on that loopback port. */
export async function requireFreePort(port: number, option: string): Promise<void> {
  try {
    await listenOnce(port)
  } catch (cause) {
    throw new LaunchError(
      `Port ${port} is in use by another program; choose another with "npm start -- --${option} ${port + 10}".`,
      { cause },
    )
  }
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return await listenOnce(0)
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
