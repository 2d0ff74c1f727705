import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Flushes a folder, so that names made or renamed in it survive power loss. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Replaces a small file so that after power loss either the old or the new text is there, whole.
 * Makes its folder if need be.
 */
export async function writeDurably(
  path: string,
  text: string | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  const handle = await open(temporary, 'w', mode)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncFolder(folder)
}
