import { resolve } from 'node:path'
import { freezeMigrations } from './migration-hashes.ts'
import { say } from './say.ts'

try {
  const added = await freezeMigrations(resolve(import.meta.dirname, '../../migrations'))
  say(added.length > 0 ? `Frozen: ${added.join(', ')}` : 'Every migration was frozen before.')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
