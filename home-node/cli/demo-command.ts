import { type Command, UsageError } from './command.ts'
import { type Filling, fillDemo, pictureCount } from './fill-demo.ts'
import { findOperator } from './operator.ts'
import { readWords } from './read-words.ts'

const filesMax = 999_900

export const demoCommand: Command = {
  name: 'demo',
  usage: '[--files 100000] [--space NAME]',
  about: [
    'fills a library with generated pictures, for play and for measuring; Ctrl-C stops',
    'it, and a second run goes on there. They go to the first admin, or to a space of theirs',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, {
      files: { type: 'string', default: '100000' },
      space: { type: 'string' },
    })
    const files = Number(values.files)
    if (positionals.length > 0 || !Number.isInteger(files) || files < 1 || files > filesMax) {
      throw new UsageError(`--files is a whole number from 1 to ${filesMax}.`)
    }
    const operator = await findOperator(context)
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    // The second time it ends at once, as everything does.
    process.once('SIGINT', interrupt)
    const startedMs = Date.now()
    const wanted = { files, space: values.space, stop: stop.signal }
    const written = await fillDemo(operator, wanted, showProgress)
    process.off('SIGINT', interrupt)
    process.stderr.write('\n')
    const seconds = Math.round((Date.now() - startedMs) / 1_000)
    const end = stop.signal.aborted ? '\nStopped: the same command goes on from here.' : ''
    return `${written} files were added in ${seconds} s. They show ${pictureCount} generated pictures, and share their originals.
None is a photograph; rows and previews were written without the usual way in, and large
previews are stored when they are first looked at.
Their times, places and ratings are made up.${end}\n`
  },
}

let shownMs = 0

/** One line that is written over, or one each ten seconds where it cannot be. */
function showProgress({ done, missing, startedMs }: Filling) {
  const everyMs = process.stderr.isTTY ? 200 : 10_000
  if (done < missing && Date.now() - shownMs < everyMs) return
  shownMs = Date.now()
  const perSecond = done / Math.max(0.001, (shownMs - startedMs) / 1_000)
  const secondsLeft = Math.ceil((missing - done) / perSecond)
  const bar = '#'.repeat(Math.floor((done / missing) * 30)).padEnd(30, '.')
  const line = `${bar} ${done} of ${missing}, ${Math.round(perSecond)} files/s, ${secondsLeft} s left`
  process.stderr.write(process.stderr.isTTY ? `\r${line}  ` : `${line}\n`)
}
