import type { IngestResult } from '#contracts/jobs'
import { type IngestedPicture, ingestPicture } from '../images/ingest.ts'
import { nameOfPlace } from '../images/places.ts'
import { type Ffmpeg, FilmError } from './ffmpeg.ts'
import { posterTimeMs } from './film-times.ts'
import { movingPreview } from './moving-preview.ts'
import { type Film, probeFilm } from './probe-film.ts'
import { takeFrame } from './take-frame.ts'

export const ffmpegMissingNote = 'Video previews need ffmpeg on the home node.'
export const filmDamagedNote = 'This video is damaged or incomplete and cannot be shown.'
export const filmSlowNote = 'This video takes too long to decode, so it has no preview.'
export const noPictureNote = 'There is no moving picture in this video.'

/**
 * What the pipeline finds in a film that lies at `path`: size, duration, time and place from its
 * headers, and a poster from a tenth of it (10 s in at the most), of which both renditions,
 * thumbhash, perceptual hash and colours are made as of a picture, and a moving preview. Without ffmpeg, or of a film that
 * cannot be read, there is no preview, and a sentence says why. Rejects only when the machine failed.
 */
export async function ingestFilm(
  programs: Ffmpeg | null,
  path: string,
  signal?: AbortSignal,
): Promise<IngestedPicture> {
  if (programs === null) return withoutPoster(ffmpegMissingNote, null)
  let film: Film | null = null
  try {
    film = await probeFilm(programs, path, signal)
    if (film === null) return withoutPoster(noPictureNote, null)
    const poster = await takePoster(programs, path, film, signal)
    const { result, renditions } = await ingestPicture(poster, { mimeType: 'image/png' })
    if (result.preview === 'none') return withoutPoster(filmDamagedNote, film)
    const facts = await factsOf(film)
    const moving = await movingPreview(programs, path, film, {
      fromSeconds: posterAt(film),
      signal,
    })
    if (moving === null) return { result: { ...result, ...facts, isAnimated: false }, renditions }
    const { bytes, ...size } = moving
    const listed = { name: 'moving' as const, ...size, sizeBytes: bytes.length }
    return {
      result: {
        ...{ ...result, ...facts, isAnimated: true },
        renditions: [...result.renditions, listed],
      },
      renditions: [...renditions, { name: 'moving', bytes }],
    }
  } catch (error) {
    if (!(error instanceof FilmError)) throw error
    return withoutPoster(error.reason === 'slow' ? filmSlowNote : filmDamagedNote, film)
  }
}

/** Seconds. */
const posterAt = ({ durationMs }: Film) => posterTimeMs(durationMs) / 1_000

/** One frame as PNG, upright, no larger than the largest rendition. */
async function takePoster(
  programs: Ffmpeg,
  path: string,
  film: Film,
  signal?: AbortSignal,
): Promise<Buffer> {
  const atSeconds = posterAt(film)
  const frameAt = (seconds: number) => takeFrame(programs, path, seconds, signal)
  const poster = await frameAt(atSeconds)
  // Of a film that is shorter than it says there is no frame so far in.
  return poster.length > 0 || atSeconds === 0 ? poster : await frameAt(0)
}

async function factsOf({ width, height, durationMs, camera, metadata }: Film) {
  const { takenAt, latitude, longitude } = metadata
  const placeName =
    latitude === null || longitude === null ? null : await nameOfPlace(latitude, longitude)
  const facts = { width, height, durationMs, camera, takenAt }
  return { ...facts, metadata: { ...metadata, placeName } } satisfies Partial<IngestResult>
}

async function withoutPoster(previewNote: string, film: Film | null): Promise<IngestedPicture> {
  return {
    result: {
      ...{ preview: 'none', previewNote, thumbhash: null, renditions: [], tags: [] },
      ...{ width: null, height: null, takenAt: null, camera: null },
      ...(film && (await factsOf(film))),
    },
    renditions: [],
  }
}
