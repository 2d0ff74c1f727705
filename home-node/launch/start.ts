import { join, resolve } from 'node:path'
import { LaunchError } from './launch-error.ts'
import { launchVault } from './launch-vault.ts'
import { parseStartOptions } from './start-options.ts'

const root = resolve(import.meta.dirname, '../..')
const stopRequest = new AbortController()
const requestStop = () => stopRequest.abort()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, requestStop)
// A terminal that is gone must not make the goodbye a crash.
process.stdout.on('error', requestStop)
process.stderr.on('error', requestStop)
// npm may be killed without a word: whoever adopts us then is not the parent we had.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) requestStop()
}, 500).unref()

try {
  const options = parseStartOptions(process.argv.slice(2), root)
  const vault = await launchVault(root, options, stopRequest.signal)
  const reason = await vault.ended
  await vault.stop()
  if (reason !== null) {
    process.stderr.write(`${reason} More is in ${join(options.stateDir, 'logs')}.\n`)
    process.exit(1)
  }
  process.exit(0)
} catch (error) {
  if (!(error instanceof LaunchError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
