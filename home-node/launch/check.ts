import { resolve } from 'node:path'
import { runChecks } from './checks.ts'

const { failed } = await runChecks(resolve(import.meta.dirname, '../..'))
process.exitCode = failed === 0 ? 0 : 1
