import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ingestPicture } from './ingest.ts'

/* Pictures by real cameras and phones, beside the repository and not in it. */
const photos = join(import.meta.dirname, '../../../shared/photos')
const isThere = existsSync(photos)

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(photos, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(photos.length + 1))
    .sort()
}

const read = async (file: string) =>
  (await ingestPicture(await readFile(join(photos, file)), { mimeType: '' })).result

describe('real pictures from ../shared/photos', async () => {
  if (!isThere) {
    it('are absent here: only generated ones were tried', () => {
      expect(isThere).toBe(false)
    })
    return
  }

  it.each((await filesIn('formats')).filter((file) => !file.endsWith('.jxl')))(
    '%s is shown, with the size that it is seen in',
    async (file) => {
      const result = await read(file)
      expect(result.preview).toBe('ready')
      const { autoOrient } = await sharp(join(photos, file)).metadata()
      expect([result.width, result.height]).toEqual([autoOrient.width, autoOrient.height])
      for (const { name, width, height } of result.renditions) {
        expect(Math.max(width, height)).toBeLessThanOrEqual(Number(name))
      }
    },
  )

  it('of one scene in every EXIF orientation come out alike', async () => {
    const files = (await filesIn('orientation')).filter((file) => file.includes('Landscape'))
    expect(files.length).toBe(9)
    const colours = new Set<string | undefined>()
    for (const file of files) {
      const result = await read(file)
      expect([result.preview, result.width, result.height]).toEqual(['ready', 1_800, 1_200])
      colours.add(result.tags[0]?.label)
    }
    expect([...colours]).toEqual(['blue'])
  })

  it.each([
    ['formats/webp/denali.webp', 'Canon EOS 7D', '2010-08-13T21:00:01'],
    ['nature/tanners_ridge.jpg', 'NIKON D750', '2023-09-25T08:33:30'],
    ['nature/el_torcal_rocks.jpg', 'SONY DSLR-A550', '2012-08-05T11:39:59'],
    ['formats/metadata/dates/date-priority-test.jpg', null, '2023-02-02T02:00:00'],
  ])('%s says its camera and time', async (file, camera, takenAt) => {
    expect(await read(file)).toMatchObject({ camera, takenAt })
  })

  it.each([
    [
      'formats/metadata/gps-position/thompson-springs.jpg',
      { latitude: 39.115, altitude: 1483.9, placeName: 'Palisade, Mesa, Colorado, United States' },
    ],
    ['formats/metadata/gps-position/empty_gps.jpg', { latitude: null, iso: 234, fNumber: 1.8 }],
    ['formats/metadata/rating/mongolels.jpg', { rating: 3, description: 'Mongol Els' }],
    ['formats/metadata/tags/picasa.jpg', { keywords: ['frost', 'yard'] }],
    [
      'formats/heic/IMG_2682.heic',
      { takenZone: -300, placeName: 'Ralston, Douglas, Nebraska, United States' },
    ],
  ])('%s says what else it knows', async (file, metadata) => {
    expect((await read(file)).metadata).toMatchObject(metadata)
  })

  it.each(['formats/jxl/8bit-sRGB.jxl', 'video/frog.webm', 'video/elf.mp4'])(
    '%s has no preview yet, and says so',
    async (file) => {
      expect(await read(file)).toMatchObject({
        preview: 'none',
        previewNote: 'No preview for this kind of file yet.',
      })
    },
  )
})
