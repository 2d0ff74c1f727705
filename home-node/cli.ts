import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printStatus } from './cli/print-status.ts'
import { readStatus, StatusError } from './cli/read-status.ts'

const help = `cloudvault <command>

  status [FILE_ID]   where every original lies and when it was last verified;
                     with an id, only that file
  help               this text

It looks for .cloudvault/ in the current folder, then beside the program. CLOUDVAULT_STATE
names the home node's state folder outright; CLOUDVAULT_WORKER_URL, another Worker address.`

/** The home node's state folder: as the environment says, else near by. */
function findStateDir(env: NodeJS.ProcessEnv): string {
  if (env.CLOUDVAULT_STATE) return env.CLOUDVAULT_STATE
  const near = [process.cwd(), fileURLToPath(new URL('..', import.meta.url))].map((folder) =>
    join(folder, '.cloudvault', 'home-node'),
  )
  return near.find((folder) => existsSync(folder)) ?? near[0] ?? '.'
}

async function main(args: string[]): Promise<number> {
  const [command = 'help', ...rest] = args
  if (command === 'help' || command === '--help') {
    process.stdout.write(`${help}\n`)
    return 0
  }
  if (command !== 'status' || rest.length > 1) {
    process.stderr.write(`There is no such command.\n\n${help}\n`)
    return 1
  }
  try {
    const status = await readStatus(findStateDir(process.env), process.env)
    const text = printStatus(status, rest[0] ?? null)
    if (text === null) {
      process.stderr.write(`${rest[0]} is not among the newest files that the vault lists.\n`)
      return 1
    }
    process.stdout.write(text)
    return 0
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
