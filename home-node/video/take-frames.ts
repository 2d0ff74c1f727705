import sharp from 'sharp'
import { type Raster, toRaster } from '../images/decode.ts'
import { type Ffmpeg, FilmError } from './ffmpeg.ts'
import { frameTimesMs } from './film-times.ts'
import { probeFilm } from './probe-film.ts'
import { takeFrame } from './take-frame.ts'

export interface FilmFrame {
  atMs: number
  picture: Raster
}

/**
 * Three or four frames of a film that lies at `path`, as upright sRGB rasters, in the order of time; one
 * of a film that does not say how long it is. What cannot be decoded is left out. Rejects with `FilmError`
 * where the film cannot be read at all, with others when the machine failed.
 */
export async function takeFrames(
  programs: Ffmpeg,
  path: string,
  signal?: AbortSignal,
): Promise<FilmFrame[]> {
  const film = await probeFilm(programs, path, signal)
  if (film === null) return []
  const frames: FilmFrame[] = []
  for (const atMs of frameTimesMs(film.durationMs)) {
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
