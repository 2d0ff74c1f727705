import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'

/** The two programs that read films. */
export interface Ffmpeg {
  ffmpeg: string
  ffprobe: string
}

/** Most that one of them may write, in bytes. */
const maxOutputBytes = 64_000_000

/**
 * Looks for ffmpeg: at the absolute path that CLOUDVAULT_FFMPEG names, or else in PATH; ffprobe lies
 * beside it. Null where it is not.
 */
export function findFfmpeg(env: Record<string, string | undefined>): Ffmpeg | null {
  const named = env.CLOUDVAULT_FFMPEG ?? ''
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const paths = isAbsolute(named) ? [named] : folders.map((folder) => join(folder, 'ffmpeg'))
  for (const ffmpeg of paths) {
    const ffprobe = join(dirname(ffmpeg), 'ffprobe')
    if (isProgram(ffmpeg) && isProgram(ffprobe)) return { ffmpeg, ffprobe }
  }
  return null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The film's fault, not the machine's: it cannot be read, or not in time. */
export class FilmError extends Error {
  override name = 'FilmError'
  readonly reason: 'undecodable' | 'slow'
  constructor(reason: 'undecodable' | 'slow') {
    super(reason === 'slow' ? 'the film took too long' : 'the film cannot be read')
    this.reason = reason
  }
}

/**
 * Runs one of the two on a local file and resolves to what it wrote. It gets no shell, no input, an
 * empty environment, and as arguments what the caller made alone. Rejects with `FilmError` when it
 * fails, writes too much or is not done in time (it is killed then); with another error when it
 * cannot be started.
 */
export function runFfmpeg(
  program: string,
  args: string[],
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {},
      ...(signal && { signal }),
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let sizeBytes = 0
    let isSlow = false
    const timer = setTimeout(() => {
      isSlow = true
      child.kill('SIGKILL')
    }, timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (sizeBytes > maxOutputBytes) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      if (code === 0 && sizeBytes <= maxOutputBytes) resolve(Buffer.concat(chunks))
      else reject(new FilmError(isSlow ? 'slow' : 'undecodable'))
    })
  })
}
