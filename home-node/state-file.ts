import { readFile } from 'node:fs/promises'
import type { z } from 'zod'

/**
 * A running home node holds its journal for itself. Through small JSON files in its state folder, which
 * only its owner may enter, it tells the `cloudvault` command what it does, and is told what to do.
 * Null when there is none, or it is damaged.
 */
export async function readStateFile<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
): Promise<z.infer<Shape> | null> {
  try {
    return shape.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
