import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Me, meSchema } from '#contracts/accounts'
import { openedSessionSchema } from '#contracts/admin'
import type { SpaceId } from '#contracts/ids'
import { findTakeout } from '../import/find-takeout.ts'
import { openImportLedger } from '../import/import-ledger.ts'
import { importTree } from '../import/import-tree.ts'
import { planTree } from '../import/plan.ts'
import { planTakeout } from '../import/plan-takeout.ts'
import { makeVaultSession, RefusedError, type VaultSession } from '../import/vault-session.ts'
import { findFfmpeg } from '../video/ffmpeg.ts'
import { type Command, CommandError, UsageError } from './command.ts'
import { findUser } from './find-user.ts'
import { makeProgressPrinter } from './import-progress.ts'
import { importSummary } from './import-summary.ts'
import { findOperator } from './operator.ts'
import { asJson, readWords } from './read-words.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'FOLDER… --user USER [--space NAME] [--folder PATH] [--people-as-tags] [--json]',
  about: [
    'brings a folder with all that is in it into a library; what is there already is',
    'not sent again, and a run that was stopped goes on; XMP beside pictures is read, and a',
    'Google Takeout (its unpacked parts in one folder, or named one by one) is known as such',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      user: { type: 'string' },
      space: { type: 'string' },
      folder: { type: 'string', default: '' },
      'people-as-tags': { type: 'boolean', default: false },
      json: { type: 'boolean' },
    })
    if (values.user === undefined) throw new UsageError('Say with --user whose files they become.')
    const roots = await readRoots(positionals)
    const takeout = await findTakeout(roots)
    const plan =
      takeout.length > 0 ? planTakeout(takeout, values['people-as-tags']) : planTree(roots)
    const operator = await findOperator(context)
    const user = await findUser(operator, values.user)
    const path = `/users/${user.id}/session` as const
    const { token } = await operator.call('POST', path, openedSessionSchema)
    const stopping = new AbortController()
    const { signal } = stopping
    const stop = () => stopping.abort()
    const session = makeVaultSession(operator.url, token, signal)
    const ledger = openImportLedger(context.stateDir)
    const printer = makeProgressPrinter(process.stderr)
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop)
    try {
      const report = await importTree({
        ...{ session, ledger, signal, plan, onProgress: printer.show },
        programs: findFfmpeg(context.env),
        spaceId: spaceOf(await session.ask(meSchema, '/me'), values.space),
        trail: values.folder.split('/').filter((name) => name.trim() !== ''),
      })
      printer.end()
      if (takeout.length > 0) report.notes.push(takeoutNote)
      const isWhole = report.refused.length === 0 && !report.isStopped
      const text = values.json
        ? asJson({ ...report, skipped: Object.fromEntries(report.skipped) })
        : importSummary(report)
      return { text, exitCode: isWhole ? 0 : 1 }
    } catch (error) {
      if (error instanceof CommandError) throw error
      const why = error instanceof RefusedError ? error.message : 'The vault does not answer.'
      throw new CommandError(`${why} The same command goes on from here.`, { cause: error })
    } finally {
      printer.end()
      ledger.close()
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.removeListener(name, stop)
      await endSession(operator.url, token)
    }
  },
}

const takeoutNote =
  'A Google Takeout: its pictures and albums came in, and of its JSON what the pictures lacked.'

async function readRoots(folders: string[]): Promise<string[]> {
  if (folders.length === 0) throw new UsageError('import takes at least one folder.')
  const roots = folders.map((folder) => resolve(folder))
  for (const root of roots) {
    const found = await stat(root).catch(() => null)
    if (!found?.isDirectory()) throw new CommandError(`${root} is no folder that can be read.`)
  }
  return roots
}

/** The space of this name or id that the user may write into; the personal one when none is named. */
function spaceOf(me: Me, wanted: string | undefined): SpaceId {
  if (wanted === undefined) return me.personalSpaceId
  const folded = wanted.trim().toLowerCase()
  const found = me.spaces.filter(({ id, name }) => id === wanted || name.toLowerCase() === folded)
  const [space, ...more] = found
  if (space === undefined) throw new CommandError(`${me.username} has no space called ${wanted}.`)
  if (more.length > 0) {
    throw new CommandError(`Several spaces are called so: ${found.map(({ id }) => id).join(', ')}.`)
  }
  if (space.role === 'viewer') throw new CommandError(`${me.username} may only look at this space.`)
  return space.id
}

async function endSession(url: string, token: string): Promise<void> {
  const session: VaultSession = makeVaultSession(url, token, AbortSignal.timeout(10_000))
  await session.send('/session', { method: 'DELETE' }).catch(() => undefined)
}
