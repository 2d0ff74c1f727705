import { existsSync } from 'node:fs'
import { wishTree } from '../tree/keep-tree.ts'
import { type Command, CommandError, UsageError } from './command.ts'

export const diskCommand: Command = {
  name: 'disk',
  usage: 'tree',
  about: ['goes through users/, thumbnails and the manifest of every disk now, and renews them'],
  async run(args, { stateDir }) {
    if (args.length !== 1 || args[0] !== 'tree') throw new UsageError('disk takes "tree".')
    if (!existsSync(stateDir)) throw new CommandError(`There is no home node in ${stateDir}.`)
    await wishTree(stateDir)
    return 'The running home node renews what each disk shows of the library, within seconds.\n'
  },
}
