import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestResultSchema } from '#contracts/jobs'
import { findFfmpeg } from './ffmpeg.ts'
import { ffmpegMissingNote, filmDamagedNote, ingestFilm, noPictureNote } from './ingest-film.ts'

const programs = findFfmpeg(process.env)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'film-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A film of ffmpeg's own test picture. */
function film(name: string, ...args: string[]): string {
  const path = join(folder, name)
  const source = ['-f', 'lavfi', '-i', 'testsrc=duration=4:size=320x180:rate=10']
  const made = spawnSync(programs?.ffmpeg ?? '', ['-v', 'error', ...source, ...args, path])
  if (made.status !== 0) throw new Error(made.stderr.toString())
  return path
}

it('a film on a home node without ffmpeg is kept, and says what would show it', async () => {
  const { result, renditions } = await ingestFilm(null, '/nowhere')
  expect(ingestResultSchema.parse(result)).toEqual(result)
  expect(result).toMatchObject({ preview: 'none', previewNote: ffmpegMissingNote })
  expect(renditions).toEqual([])
})

it('ffmpeg is where PATH or CLOUDVAULT_FFMPEG say, with ffprobe beside it, or nowhere', () => {
  expect(findFfmpeg({ PATH: '/nowhere:relative' })).toBeNull()
  expect(findFfmpeg({ CLOUDVAULT_FFMPEG: '/nowhere/ffmpeg', PATH: process.env.PATH })).toBeNull()
})

describe('a film on a home node with ffmpeg', () => {
  if (programs === null) {
    it('was not tried: ffmpeg is not on this machine', () => {
      expect(programs).toBeNull()
    })
    return
  }

  it('gets a poster of both sizes, its size, length, time and place', async () => {
    const path = film(
      'all.mov',
      ...['-movflags', 'use_metadata_tags', '-metadata', 'creation_time=2024-05-31T12:03:22Z'],
      ...['-metadata', 'com.apple.quicktime.creationdate=2024-05-31T14:03:22+0200'],
      ...['-metadata', 'com.apple.quicktime.location.ISO6709=+46.5197+006.6323+495.0/'],
    )
    const { result, renditions } = await ingestFilm(programs, path)
    expect(ingestResultSchema.parse(result)).toEqual(result)
    expect(result).toMatchObject({
      ...{ preview: 'ready', width: 320, height: 180, durationMs: 4_000, isAnimated: true },
      takenAt: '2024-05-31T14:03:22',
      metadata: {
        ...{ takenAt: '2024-05-31T14:03:22', takenZone: 120 },
        ...{ latitude: 46.5197, longitude: 6.6323, placeName: 'Lausanne, Vaud, Switzerland' },
      },
    })
    expect(renditions.map(({ name }) => name)).toEqual(['320', '1600', 'moving'])
    const { width, height, format } = await sharp(renditions[0]?.bytes).metadata()
    expect([width, height, format]).toEqual([320, 180, 'webp'])
  })

  it('moves for three silent seconds at 320 px, in a few hundred kilobytes', async () => {
    const large = film('large.mp4', '-vf', 'scale=1280:720')
    const { result, renditions } = await ingestFilm(programs, large)
    const moving = renditions.find(({ name }) => name === 'moving')?.bytes
    const opened = await sharp(moving, { animated: true }).metadata()
    const { format, pages, width, pageHeight, delay, loop } = opened
    expect({ format, pages, width, pageHeight, loop }).toEqual({
      ...{ format: 'webp', pages: 24, width: 320, pageHeight: 180, loop: 0 },
    })
    expect(delay?.reduce((sum, each) => sum + each, 0)).toBe(3_000)
    expect(moving?.length).toBeLessThan(400_000)
    const listed = { name: 'moving', width: 320, height: 180, sizeBytes: moving?.length }
    expect(result.renditions.at(-1)).toEqual(listed)
  })

  it('of one picture has its poster and does not move', async () => {
    const { result, renditions } = await ingestFilm(programs, film('one.mp4', '-frames:v', '1'))
    expect(result).toMatchObject({ preview: 'ready', isAnimated: false })
    expect(renditions.map(({ name }) => name)).toEqual(['320', '1600'])
  })

  it('that is held upright is shown upright', async () => {
    const flat = film('flat.mp4')
    const path = join(folder, 'turned.mp4')
    const args = ['-v', 'error', '-display_rotation', '90', '-i', flat, '-c', 'copy', path]
    if (spawnSync(programs.ffmpeg, args).status !== 0) {
      // Before version 6 the rotation was a tag of the stream.
      const tag = ['-metadata:s:v:0', 'rotate=90']
      spawnSync(programs.ffmpeg, ['-v', 'error', '-i', flat, '-c', 'copy', ...tag, '-y', path])
    }
    const { result } = await ingestFilm(programs, path)
    expect([result.width, result.height]).toEqual([180, 320])
    expect(result.renditions[0]).toMatchObject({ width: 180, height: 320 })
  })

  it.each<[string, () => Promise<Buffer>, string]>([
    ['is cut off before its index', async () => cut(film('whole.mp4'), 0.5), filmDamagedNote],
    ['is no film', async () => Buffer.from('not a film at all'), filmDamagedNote],
    [
      'names other files',
      async () => Buffer.from(`#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n`),
      filmDamagedNote,
    ],
    ['holds sound alone', async () => readFile(sound()), noPictureNote],
  ])('that %s has no preview, and says why', async (name, make, note) => {
    const path = join(folder, `${name}.film`)
    await writeFile(path, await make())
    const { result } = await ingestFilm(programs, path)
    expect(ingestResultSchema.parse(result)).toEqual(result)
    expect(result).toMatchObject({ preview: 'none', previewNote: note })
  })

  function sound(): string {
    const path = join(folder, 'sound.mp4')
    const source = ['-f', 'lavfi', '-i', 'sine=duration=1']
    spawnSync(programs?.ffmpeg ?? '', ['-v', 'error', ...source, '-c:a', 'aac', path])
    return path
  }

  async function cut(path: string, part: number): Promise<Buffer> {
    const bytes = await readFile(path)
    return bytes.subarray(0, Math.floor(bytes.length * part))
  }
})
