import { LaunchError } from './launch-error.ts'
import type { PartContext } from './parts.ts'
import { say } from './say.ts'

export interface Lan {
  /** What to say of it to the person at the terminal. */
  text: string
  stop(): Promise<void>
}

/** Serves the house over HTTPS when the options say so. Throws `LaunchError` when the port is taken. */
export async function startLan({ options, workerUrl }: PartContext): Promise<Lan | null> {
  const { lanPort: port, stateDir } = options
  if (port === null) return null
  // Whoever serves this machine alone need not wait for what makes certificates.
  const { serveLan } = await import('../lan/serve-lan.ts')
  const { printLan } = await import('../lan/print-lan.ts')
  try {
    const onMove = ([url]: string[]) => say(`This machine has another address now: ${url}`)
    const onTrouble = (cause: unknown) =>
      say(`The certificate for the house could not be renewed: ${sentenceOf(cause)}`)
    const service = await serveLan({ stateDir, port, workerUrl, onMove, onTrouble })
    return { text: printLan(service), stop: service.stop }
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    const why = isTaken
      ? `Port ${port} is in use by another program; choose another with "--lan-port ${port + 10}".`
      : `The house cannot be served over HTTPS on port ${port}: ${sentenceOf(cause)}`
    throw new LaunchError(why, { cause })
  }
}

function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
