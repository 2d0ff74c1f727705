import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseEnv as parseHomeEnv } from '../config.ts'
import { readJoinCode } from '../deploy/deployment-file.ts'
import { readConnection } from '../link/connection.ts'
import { messageOf } from '../log.ts'
import { type Command, type CommandContext, CommandError, UsageError } from './command.ts'
import { type HomeSettings, readHomeSettings, writeHomeSettings } from './home-settings.ts'
import { readWords } from './read-words.ts'

const root = resolve(import.meta.dirname, '../..')

export const homeCommand: Command = {
  name: 'home',
  usage: 'join ADDRESS --disk NAME=FOLDER … [--name NAME] [--port N] | start',
  about: [
    'makes this computer the home node of a deployment and runs it; afterwards "start" runs it again.',
    'The one-time code is asked for, or taken from CLOUDVAULT_JOIN_CODE, or found where this folder',
    'made the deployment. Ctrl-C stops it',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      disk: { type: 'string', multiple: true },
      name: { type: 'string' },
      port: { type: 'string' },
    })
    const [action, address, ...rest] = positionals
    if (action === 'start' && address === undefined) return await start(context)
    if (action !== 'join' || address === undefined || rest.length > 0 || !values.disk) {
      throw new UsageError('home takes "join", an address and a disk; or "start".')
    }
    const { stateDir } = context
    const settings = settingsOf(stateDir, address, { ...values, disk: values.disk })
    const workerUrl = settings.CLOUDVAULT_WORKER_URL
    const known = await readConnection(stateDir)
    if (known !== null && known.workerUrl !== workerUrl) {
      throw new CommandError(
        `${stateDir} belongs to the home node of ${known.workerUrl}: let CLOUDVAULT_STATE name another folder.`,
      )
    }
    const code = known === null ? await findJoinCode(context, workerUrl ?? '') : null
    await writeHomeSettings(stateDir, settings)
    return await runHomeNode(stateDir, settings, code)
  },
}

/** Checked as the home node itself will, before anything is written. */
function settingsOf(
  stateDir: string,
  address: string,
  values: { disk: string[]; name?: string | undefined; port?: string | undefined },
): HomeSettings {
  const disks = values.disk.map((entry) =>
    entry.replace(/=(.*)$/s, (_, path) => `=${resolve(path)}`),
  )
  const settings: HomeSettings = {
    CLOUDVAULT_WORKER_URL: address,
    CLOUDVAULT_DISKS: disks.join(','),
    ...(values.name && { CLOUDVAULT_NAME: values.name }),
    ...(values.port && { CLOUDVAULT_PORT: values.port }),
  }
  if (Object.values(settings).some((value) => /['\n]/.test(value))) {
    throw new UsageError('Quotes and line breaks cannot be in a name or a folder here.')
  }
  try {
    const { workerUrl } = parseHomeEnv({ ...settings, CLOUDVAULT_STATE: stateDir })
    return { ...settings, CLOUDVAULT_WORKER_URL: workerUrl }
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
}

async function findJoinCode({ env }: CommandContext, workerUrl: string): Promise<string> {
  const given = env.CLOUDVAULT_JOIN_CODE || (await readJoinCode(root, workerUrl))
  if (given) return given
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandError('The join code is missing: set CLOUDVAULT_JOIN_CODE once.')
  }
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  const typed = await asking.question(
    'Join code (HOME_JOIN_CODE in the secrets.env of the deployment): ',
  )
  asking.close()
  return typed.trim()
}

async function start({ stateDir }: CommandContext) {
  const settings = await readHomeSettings(stateDir)
  if (settings === null) {
    throw new CommandError(
      `No home node was set up in ${stateDir}: cloudvault home join does that.`,
    )
  }
  return await runHomeNode(stateDir, settings, null)
}

/** Runs until it ends or somebody stops it; it ends with this process, also when that is killed. */
async function runHomeNode(stateDir: string, settings: HomeSettings, joinCode: string | null) {
  const child = spawn(process.execPath, ['home-node/index.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...settings,
      CLOUDVAULT_STATE: stateDir,
      CLOUDVAULT_JOIN_CODE: joinCode ?? '',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const stop = () => child.kill('SIGTERM')
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  const [code] = await once(child, 'exit')
  return { text: '', exitCode: typeof code === 'number' ? code : 1 }
}
