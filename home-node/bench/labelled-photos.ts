import { access, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Photographs of which it is known what they show; they lie beside the checkout, not in it. */
export const photosFolder = resolve(import.meta.dirname, '../../../shared/photos')

export interface LabelledPhoto {
  path: string
  /** The folder in which it lies names what it shows: `car_side`. */
  shows: string
}

/** All of them, or null where they are not. */
export async function labelledPhotos(): Promise<LabelledPhoto[] | null> {
  const list = join(photosFolder, 'labels.csv')
  const isThere = await access(list).then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  const [, ...rows] = (await readFile(list, 'utf8')).trim().split('\n')
  return rows.map((row) => {
    const [path = ''] = row.split(',')
    return { path: join(photosFolder, path), shows: path.split('/').at(-2) ?? '' }
  })
}
