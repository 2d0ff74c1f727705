import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.ts'

/**
 * Keeps two starts off one state folder. A lock left by a process that is gone is taken over.
 * Answers the function that gives it back.
 */
export function lockState(stateDir: string): () => void {
  const path = join(stateDir, 'running.pid')
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
  } catch {
    const holder = Number(readFileSync(path, 'utf8'))
    if (isAlive(holder) && holder !== process.pid) {
      throw new LaunchError(
        `This vault is running already (process ${holder}); stop it first, or use another folder with --state.`,
      )
    }
    writeFileSync(path, String(process.pid))
  }
  return () => rmSync(path, { force: true })
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
