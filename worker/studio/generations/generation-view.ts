import type { GenerationView } from '#contracts/generations'
import { promptSchema } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { currentGeneration } from '../../media/generation.ts'
import { signGeneration } from '../../media/generation-url.ts'
import { mediaExpiry } from '../../media/media-url.ts'
import type { ViewedRow } from './queries.ts'

/** What pages are told of a generation. `progress` is known to whoever runs it alone. */
export async function toGenerationView(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  row: ViewedRow,
  progress: number | null = null,
): Promise<GenerationView> {
  const target = { spaceId: row.spaceId, generationId: row.id }
  const generation = (await currentGeneration(deps, row.spaceId)) ?? 0
  const until = { generation, expiresAtSeconds: mediaExpiry(deps.now()) }
  return {
    ...{ id: row.id, canvas: row.canvasId, tile: row.tileId, stage: row.stage, state: row.state },
    prompt: promptSchema.parse(JSON.parse(row.prompt)),
    progress: row.state === 'running' ? progress : null,
    reason: row.reason,
    costMicros: row.costMicros,
    url:
      row.state === 'done' && row.mimeType !== null
        ? signGeneration(deps.config.mediaKeys, { ...target, ...until })
        : null,
    ...{ width: row.width, height: row.height },
    ...{ isFavorite: row.isFavorite, file: row.fileId },
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
  }
}
