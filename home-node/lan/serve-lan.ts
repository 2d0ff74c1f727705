import { setTimeout as sleep } from 'node:timers/promises'
import { authorityPagePath, type Front, startFront } from './front.ts'
import { type HouseCredentials, keepCredentials } from './keep-credentials.ts'
import { removeLanAddress, writeLanAddress } from './lan-address.ts'
import { lanNames } from './lan-names.ts'

export interface LanService {
  /** Addresses by which other devices reach the vault, the best first. */
  urls: string[]
  /** The file of the authority that devices are asked to trust. */
  authorityPath: string
  /** Where the front serves that file. */
  authorityUrl: string
  stop(): Promise<void>
}

export interface LanOptions {
  /** The vault's state folder. */
  stateDir: string
  port: number
  workerUrl: string
  /** Told when the machine has other addresses than before. */
  onMove: (urls: string[]) => void
  /** Told once when the certificate could not be looked after; it is tried again every minute. */
  onTrouble: (cause: unknown) => void
  everyMs?: number
}

/**
 * Serves the house over HTTPS with a certificate of its own, and makes a new one when the machine's
 * addresses change or it is about to end. Rejects when the port is taken.
 */
export async function serveLan(options: LanOptions): Promise<LanService> {
  const { stateDir } = options
  let credentials = await keepCredentials(stateDir, lanNames(), Date.now())
  const front = await startFront({ ...options, credentials })
  let urls = urlsOf(credentials, front)
  await writeLanAddress(stateDir, urls[0] ?? '')

  const stopping = new AbortController()
  const watching = watch()
  return {
    urls,
    authorityPath: credentials.authorityPath,
    authorityUrl: `${urls[0]}${authorityPagePath}`,
    async stop() {
      stopping.abort()
      await watching
      await front.close()
      await removeLanAddress(stateDir)
    },
  }

  async function watch() {
    const wait = () => sleep(options.everyMs ?? 60_000, true, { signal: stopping.signal })
    let isWell = true
    while (await wait().catch(() => false)) {
      try {
        await look()
        isWell = true
      } catch (cause) {
        if (isWell) options.onTrouble(cause)
        isWell = false
      }
    }
  }

  async function look() {
    const next = await keepCredentials(stateDir, lanNames(), Date.now())
    if (next.server.certificate === credentials.server.certificate) return
    credentials = next
    front.use(next)
    const moved = urlsOf(next, front)
    if (moved.join() === urls.join()) return
    urls = moved
    options.onMove(urls)
    await writeLanAddress(stateDir, urls[0] ?? '')
  }
}

/** Addresses first: every device understands those, names only where the router or mDNS tells them. */
function urlsOf({ server }: HouseCredentials, front: Front): string[] {
  const others = server.names.filter((name) => !['localhost', '127.0.0.1', '::1'].includes(name))
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name)
  const named = [...others.filter(isAddress), ...others.filter((name) => !isAddress(name))]
  return (named.length > 0 ? named : ['localhost']).map(
    (name) => `https://${name.includes(':') ? `[${name}]` : name}:${front.port}`,
  )
}
