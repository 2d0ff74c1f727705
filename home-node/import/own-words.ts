import { readFile } from 'node:fs/promises'
import type { ReadMetadata } from '#contracts/metadata'
import { readMetadata } from '../images/metadata.ts'
import { maxPictureBytes, probePicture } from '../images/probe.ts'
import type { Ffmpeg } from '../video/ffmpeg.ts'
import { probeFilm } from '../video/probe-film.ts'
import type { FoundFile } from './walk-tree.ts'

/** What a picture or film says of itself, read as the home node will; null where that is nothing. */
export async function ownWords(
  file: FoundFile,
  programs: Ffmpeg | null,
): Promise<ReadMetadata | null> {
  if (file.sizeBytes <= maxPictureBytes) {
    const picture = await probePicture(await readFile(file.path))
    if (picture.kind === 'picture') return (await readMetadata(picture)).metadata
  }
  if (programs === null) return null
  const film = await probeFilm(programs, file.path).catch(() => null)
  return film?.metadata ?? null
}
