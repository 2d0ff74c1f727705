import { type Command, CommandError, UsageError } from './command.ts'
import { printStatus } from './print-status.ts'
import { readStatus } from './read-status.ts'

export const statusCommand: Command = {
  name: 'status',
  usage: '[FILE_ID]',
  about: ['where every original lies and when it was last verified;', 'with an id, only that file'],
  async run(args, { stateDir, env }) {
    if (args.length > 1) throw new UsageError('status takes one id of a file.')
    const text = printStatus(await readStatus(stateDir, env), args[0] ?? null)
    if (text === null) {
      throw new CommandError(`${args[0]} is not among the newest files that the vault lists.`)
    }
    return text
  },
}
