import { type Ffmpeg, runFfmpeg } from './ffmpeg.ts'
import { localFileOnly } from './probe-film.ts'

const timeoutMs = 30_000

/**
 * One frame of a film as PNG, upright, no larger than the largest rendition; nothing where the film
 * has ended by then. Rejects as `runFfmpeg` does.
 */
export async function takeFrame(
  programs: Ffmpeg,
  path: string,
  atSeconds: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  return await runFfmpeg(
    programs.ffmpeg,
    [
      ...['-nostdin', '-v', 'error', ...localFileOnly],
      ...['-threads', '1', '-ss', atSeconds.toFixed(3), '-i', `file:${path}`],
      ...['-map', '0:V:0', '-an', '-sn', '-dn', '-frames:v', '1'],
      ...['-vf', "scale='min(1600,iw)':'min(1600,ih)':force_original_aspect_ratio=decrease"],
      ...['-c:v', 'png', '-f', 'image2pipe', 'pipe:1'],
    ],
    { timeoutMs, ...(signal && { signal }) },
  )
}
