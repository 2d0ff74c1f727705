import { once } from 'node:events'
import { resolve } from 'node:path'
import { openLibrary } from '../read-only/open-library.ts'
import { makeReadOnlyServer } from '../read-only/server.ts'
import { listen } from '../serve/listen.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { readWords } from './read-words.ts'

export const serveCommand: Command = {
  name: 'serve',
  usage: '--read-only DISK [--port N]',
  about: [
    'shows the library of a disk alone, at this machine: timeline, folders, search by name and',
    'every original. It needs no cloud and no key, and changes nothing. Ctrl-C stops it',
  ],
  async run(args) {
    const { values, positionals } = readWords(args, {
      'read-only': { type: 'string' },
      port: { type: 'string' },
    })
    const port = Number(values.port ?? '8790')
    if (
      values['read-only'] === undefined ||
      positionals.length > 0 ||
      !(port >= 0 && port < 65_536)
    ) {
      throw new UsageError('serve takes --read-only and a disk.')
    }
    const root = resolve(values['read-only'])
    const library = await openLibrary(root)
    if (library === null) {
      throw new CommandError(`There is no manifest on ${root}: is it a disk of CloudVault?`)
    }
    const listening = await listen(makeReadOnlyServer(root, library), port)
    process.stdout.write(
      `Disk ${library.disk}, ${library.timeline.length.toLocaleString('en')} files, at http://127.0.0.1:${listening.port}\n`,
    )
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await listening.close()
    return ''
  },
}
