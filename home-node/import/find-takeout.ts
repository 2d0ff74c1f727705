import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readTakeoutPicture } from './takeout-json.ts'

/** `archive/Takeout/Google Photos`, in any language. */
const deepest = 3
/** So many JSON files of a folder are looked at. */
const looks = 20

/**
 * The folders below these that hold Google Photos of a Takeout: one for each part of an export that
 * was unpacked beside others. They are known by the JSON in their folders, not by their names, which
 * are translated. Empty when there is none.
 */
export async function findTakeout(roots: string[]): Promise<string[]> {
  const found: string[] = []
  for (const root of roots) await search(root, 0, found)
  return found
}

async function search(folder: string, depth: number, found: string[]): Promise<void> {
  const below = (await entriesOf(folder)).filter((entry) => entry.isDirectory())
  for (const { name } of below) {
    if (await holdsTakeout(join(folder, name))) {
      found.push(folder)
      return
    }
  }
  if (depth === deepest) return
  for (const { name } of below) await search(join(folder, name), depth + 1, found)
}

async function holdsTakeout(folder: string): Promise<boolean> {
  const jsons = (await entriesOf(folder)).filter(
    (entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.json'),
  )
  for (const { name } of jsons.slice(0, looks)) {
    if ((await readTakeoutPicture(join(folder, name))) !== null) return true
  }
  return false
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => [])
}
