import sharp from 'sharp'
import { type Raster, toRaster } from '../images/decode.ts'
import { type Ffmpeg, FilmError } from './ffmpeg.ts'
import { probeFilm } from './probe-film.ts'
import { takeFrame } from './take-frame.ts'

export interface FilmFrame {
  atMs: number
  picture: Raster
}

/** Where a film is looked into: the beginning, the middle and the end, without titles. */
const parts = [0.1, 0.5, 0.9]

/**
 * Three frames of a film that lies at `path`, as upright sRGB rasters, in the order of time; one of a
 * film that does not say how long it is. What cannot be decoded is left out. Rejects with `FilmError`
 * where the film cannot be read at all, with others when the machine failed.
 */
export async function takeFrames(
  programs: Ffmpeg,
  path: string,
  signal?: AbortSignal,
): Promise<FilmFrame[]> {
  const film = await probeFilm(programs, path, signal)
  if (film === null) return []
  const { durationMs } = film
  const times = durationMs === null ? [0] : parts.map((part) => Math.floor(durationMs * part))
  const frames: FilmFrame[] = []
  for (const atMs of new Set(times)) {
    const bytes = await takeFrame(programs, path, atMs / 1_000, signal).catch((error: unknown) => {
      if (error instanceof FilmError) return null
      throw error
    })
    if (bytes === null || bytes.length === 0) continue
    const picture = await toRaster(sharp(bytes).toColourspace('srgb').removeAlpha())
    frames.push({ atMs, picture })
  }
  return frames
}
