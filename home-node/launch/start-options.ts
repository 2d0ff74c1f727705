import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LaunchError } from './launch-error.ts'

export interface StartOptions {
  /** Where the vault lives; everything that is worth a backup is below it. */
  stateDir: string
  workerPort: number
  homePort: number
  disks: { name: string; path: string }[]
  /** Whether the home node runs in this start, or somewhere else. */
  hasHome: boolean
  isDev: boolean
  /** Port on which the house is served over HTTPS; null: this machine alone is served. */
  lanPort: number | null
}

export const usage = `npm start -- [--port N] [--home-port N] [--state FOLDER] [--disk NAME=FOLDER …] [--no-home] [--lan] [--lan-port N]`

/** Parses the words after `npm start --`. Throws `LaunchError` with a sentence. */
export function parseStartOptions(args: string[], root: string): StartOptions {
  const { values } = parse(args)
  const stateDir = resolve(root, values.state ?? '.cloudvault')
  const disks = (values.disk ?? []).map((entry) => {
    const [name = '', ...path] = entry.split('=')
    if (!/^[a-z0-9-]{1,60}$/.test(name) || path.length === 0) {
      throw new LaunchError(`"${entry}" is not a disk; it looks like --disk 8tb=/mnt/8tb.`)
    }
    return { name, path: resolve(root, path.join('=')) }
  })
  if (values.lan && values.dev) {
    throw new LaunchError(
      '--lan serves the built app: it goes with npm start, not with npm run dev.',
    )
  }
  return {
    stateDir,
    workerPort: port(values.port ?? '8787'),
    homePort: port(values['home-port'] ?? '8788'),
    disks:
      disks.length > 0
        ? disks
        : ['1tb', '8tb'].map((name) => ({ name, path: resolve(stateDir, 'disks', name) })),
    hasHome: values['no-home'] !== true,
    isDev: values.dev ?? false,
    lanPort: values.lan ? port(values['lan-port'] ?? '8443') : null,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'home-port': { type: 'string' },
        state: { type: 'string' },
        disk: { type: 'string', multiple: true },
        'no-home': { type: 'boolean' },
        dev: { type: 'boolean' },
        lan: { type: 'boolean' },
        'lan-port': { type: 'string' },
      },
    })
  } catch (cause) {
    throw new LaunchError(`${cause instanceof Error ? cause.message : 'Bad options.'}\n${usage}`, {
      cause,
    })
  }
}

function port(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new LaunchError(`"${text}" is not a port; it is a number from 1 to 65535.`)
  }
  return value
}
