import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  deleteUserCommand,
  disableCommand,
  enableCommand,
  exportUserCommand,
  makeAdminCommand,
  restoreUserCommand,
  unmakeAdminCommand,
} from './cli/account-commands.ts'
import { auditCommand } from './cli/audit-command.ts'
import { type Command, CommandError, UsageError } from './cli/command.ts'
import { demoCommand } from './cli/demo-command.ts'
import { diskCommand } from './cli/disk-command.ts'
import { drillCommand } from './cli/drill-command.ts'
import { homeCommand } from './cli/home-command.ts'
import { importCommand } from './cli/import-command.ts'
import { importUsersCommand } from './cli/import-users-command.ts'
import { inviteCommand } from './cli/invite-command.ts'
import { invitesCommand, limitsCommand } from './cli/list-commands.ts'
import { modelsCommand } from './cli/models-command.ts'
import { receiptCommand } from './cli/receipt-command.ts'
import { removalsCommand } from './cli/removals-command.ts'
import { requestsCommand } from './cli/requests-command.ts'
import { restoreCommand } from './cli/restore-command.ts'
import { scrubCommand } from './cli/scrub-command.ts'
import { serveCommand } from './cli/serve-command.ts'
import { snapshotCommand } from './cli/snapshot-command.ts'
import { statusCommand } from './cli/status-command.ts'
import { quotaCommand, resetLinkCommand, usersCommand } from './cli/user-commands.ts'

const commands: Command[] = [
  statusCommand,
  homeCommand,
  inviteCommand,
  invitesCommand,
  requestsCommand,
  usersCommand,
  quotaCommand,
  resetLinkCommand,
  makeAdminCommand,
  unmakeAdminCommand,
  disableCommand,
  enableCommand,
  exportUserCommand,
  deleteUserCommand,
  restoreUserCommand,
  importCommand,
  importUsersCommand,
  removalsCommand,
  scrubCommand,
  snapshotCommand,
  restoreCommand,
  drillCommand,
  diskCommand,
  serveCommand,
  limitsCommand,
  modelsCommand,
  auditCommand,
  receiptCommand,
  demoCommand,
]

const help = `cloudvault <command>

${commands.map(explain).join('\n')}
  help
      this text

It looks for .cloudvault/ in the current folder, then beside the program. CLOUDVAULT_STATE
names the state folder outright; CLOUDVAULT_WORKER_URL, another Worker address.`

function explain({ name, usage, about }: Command): string {
  return [`  ${name} ${usage}`, ...about.map((line) => `      ${line}`)].join('\n')
}

/** The home node's state folder: as the environment says, else near by. */
function findStateDir(env: NodeJS.ProcessEnv): string {
  if (env.CLOUDVAULT_STATE) {
    const within = join(env.CLOUDVAULT_STATE, 'home-node')
    return existsSync(within) ? within : env.CLOUDVAULT_STATE
  }
  const near = [process.cwd(), fileURLToPath(new URL('..', import.meta.url))].map((folder) =>
    join(folder, '.cloudvault', 'home-node'),
  )
  return near.find((folder) => existsSync(folder)) ?? near[0] ?? '.'
}

async function main(args: string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  if (name === 'help' || name === '--help') {
    process.stdout.write(`${help}\n`)
    return 0
  }
  const command = commands.find((each) => each.name === name)
  if (!command) {
    process.stderr.write(`There is no such command.\n\n${help}\n`)
    return 1
  }
  try {
    const context = { stateDir: findStateDir(process.env), env: process.env }
    const outcome = await command.run(rest, context)
    const { text, exitCode } =
      typeof outcome === 'string' ? { text: outcome, exitCode: 0 } : outcome
    process.stdout.write(text)
    return exitCode
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${explain(command)}\n`)
      return 1
    }
    if (!(error instanceof CommandError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
