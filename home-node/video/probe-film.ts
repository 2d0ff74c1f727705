import { z } from 'zod'
import { type ReadMetadata, readMetadataSchema } from '#contracts/metadata'
import { textOf, wallClock, zoneMinutes } from '../images/metadata-values.ts'
import { type Ffmpeg, FilmError, runFfmpeg } from './ffmpeg.ts'

export interface Film {
  /** As it is seen: after rotation. */
  width: number
  height: number
  durationMs: number | null
  camera: string | null
  metadata: ReadMetadata
}

const tagsSchema = z.record(z.string(), z.unknown()).default({})

const probeSchema = z.object({
  streams: z
    .array(
      z.object({
        codec_type: z.string().optional(),
        width: z.number().optional(),
        height: z.number().optional(),
        disposition: z.object({ attached_pic: z.number().optional() }).optional(),
        side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
      }),
    )
    .default([]),
  format: z.object({ duration: z.string().optional(), tags: tagsSchema }).default({ tags: {} }),
})

const timeoutMs = 10_000
const maxSidePx = 16_384

/** Containers of films; among ffmpeg's others are playlists and scripts that open other files. */
const containers =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,rm,ivf,dv'

/** Only the file itself may be opened, whatever it names. */
export const localFileOnly = ['-protocol_whitelist', 'file', '-format_whitelist', containers]

/**
 * What a film's headers say of it; null when there is no moving picture in it (sound alone, a
 * cover). Rejects with `FilmError` when it cannot be read.
 */
export async function probeFilm(
  programs: Ffmpeg,
  path: string,
  signal?: AbortSignal,
): Promise<Film | null> {
  const args = [
    ...['-v', 'error', ...localFileOnly, '-of', 'json', '-show_entries'],
    'format=duration:format_tags:stream=codec_type,width,height:stream_disposition=attached_pic:stream_side_data=rotation',
    `file:${path}`,
  ]
  const output = await runFfmpeg(programs.ffprobe, args, { timeoutMs, ...(signal && { signal }) })
  const probed = probeSchema.safeParse(jsonOf(output))
  if (!probed.success) throw new FilmError('undecodable')
  const { streams, format } = probed.data
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  )
  const { width = 0, height = 0 } = video ?? {}
  if (width < 1 || height < 1 || Math.max(width, height) > maxSidePx) return null
  const turns = video?.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0
  const isTurned = Math.abs(turns) % 180 === 90
  return {
    ...(isTurned ? { width: height, height: width } : { width, height }),
    durationMs: durationOf(format.duration),
    ...factsOf(new Map(Object.entries(format.tags))),
  }
}

function jsonOf(output: Buffer): unknown {
  try {
    return JSON.parse(output.toString('utf8'))
  } catch {
    return null
  }
}

function durationOf(seconds: string | undefined): number | null {
  const durationMs = Math.round(Number(seconds) * 1_000)
  return durationMs >= 0 && durationMs < 1e12 ? durationMs : null
}

/**
 * Phones of one maker write the wall clock with its zone and the place; of others there is only the
 * time in UTC at which the film ended, which serves as its wall clock with zone 0.
 */
function factsOf(tags: Map<string, unknown>): Pick<Film, 'camera' | 'metadata'> {
  const local = tags.get('com.apple.quicktime.creationdate')
  const spoken = typeof local === 'string' ? local.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : null
  const text = wallClock(spoken) === null ? tags.get('creation_time') : spoken
  const takenAt = wallClock(text)
  // Zero in the container's own count of time: no clock was set.
  const isSet = takenAt !== null && !takenAt.startsWith('1904-01-01')
  const make = textOf(tags.get('com.apple.quicktime.make'), 99)
  const model = textOf(tags.get('com.apple.quicktime.model'), 99)
  const metadata = readMetadataSchema.safeParse({
    takenAt: isSet ? takenAt : null,
    takenZone: isSet ? zoneMinutes(text) : null,
    ...placeOf(tags.get('com.apple.quicktime.location.ISO6709') ?? tags.get('location')),
    description: textOf(tags.get('description') ?? tags.get('comment'), 5_000, 'lines'),
  })
  return {
    camera: [make, model].filter(Boolean).join(' ') || null,
    metadata: metadata.data ?? readMetadataSchema.parse({}),
  }
}

/** `+46.5197+006.6323+495.000/`, as ISO 6709 writes a place. */
function placeOf(value: unknown) {
  const parts = /^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(
    typeof value === 'string' ? value : '',
  )
  if (!parts) return {}
  const [latitude, longitude] = [Number(parts[1]), Number(parts[2])]
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return {}
  if (latitude === 0 && longitude === 0) return {}
  return { latitude, longitude, altitude: parts[3] === undefined ? null : Number(parts[3]) }
}
