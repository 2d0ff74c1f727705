import sharp from 'sharp'
import { fitInside, webpEffort } from '../images/decode.ts'
import { type Ffmpeg, FilmError, runFfmpeg } from './ffmpeg.ts'
import { type Film, localFileOnly } from './probe-film.ts'

const box = { width: 320, height: 320 }
const seconds = 3
const framesASecond = 8
const quality = 45
const timeoutMs = 20_000
/** It must fit into a job's report beside the others. */
const maxBytes = 2_000_000

/**
 * Three silent seconds of a film as an animated WebP, which every browser shows as a picture: 320 px,
 * 8 pictures a second, from where the poster is. Null where the film does not move, or takes too long:
 * then the poster has to do. Rejects only when the machine failed.
 */
export async function movingPreview(
  programs: Ffmpeg,
  path: string,
  film: Film,
  { fromSeconds, signal }: { fromSeconds: number; signal?: AbortSignal | undefined },
): Promise<{ bytes: Buffer; width: number; height: number } | null> {
  const { width, height } = fitInside(film, box)
  try {
    const pixels = await runFfmpeg(
      programs.ffmpeg,
      [
        ...['-nostdin', '-v', 'error', ...localFileOnly],
        ...['-threads', '1', '-ss', fromSeconds.toFixed(3), '-t', String(seconds)],
        ...['-i', `file:${path}`, '-map', '0:V:0', '-an', '-sn', '-dn'],
        ...['-vf', `fps=${framesASecond},scale=${width}:${height}`],
        ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
      ],
      { timeoutMs, ...(signal && { signal }) },
    )
    const frames = Math.floor(pixels.length / (width * height * 3))
    if (frames < 2) return null
    const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height }
    const bytes = await sharp(pixels.subarray(0, width * height * 3 * frames), { raw })
      .webp({
        quality,
        effort: webpEffort,
        loop: 0,
        delay: new Array<number>(frames).fill(1_000 / framesASecond),
      })
      .toBuffer()
    return bytes.length > maxBytes ? null : { bytes, width, height }
  } catch (error) {
    if (error instanceof FilmError) return null
    throw error
  }
}
