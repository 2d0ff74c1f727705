import { z } from 'zod'
import type { CanvasView } from '#contracts/canvas'
import type { FileId, GenerationId, SpaceId } from '#contracts/ids'
import { referenceSchema } from '#contracts/prompt'
import type { Deps } from '../../deps.ts'
import { readableFiles } from '../../files/find-file.ts'
import { currentGeneration } from '../../media/generation.ts'
import { mediaExpiry, signMediaPath } from '../../media/media-url.ts'
import type { Actor } from '../../spaces/access.ts'
import { generationsById } from '../generations/list-generations.ts'
import type { CanvasRow } from './queries.ts'

const coversSchema = z.array(referenceSchema)

/**
 * Canvases as the actor sees them, with covers signed for `host`. A canvas may name any file and any
 * picture that was made; those that the actor may not see are no cover.
 */
export async function toCanvasViews(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  rows: CanvasRow[],
  host: string,
): Promise<CanvasView[]> {
  const covers = rows.map((row) => coversSchema.safeParse(row.covers).data ?? [])
  const named = covers.flat()
  const fileIds = named.flatMap((each) => (each.kind === 'file' ? [each.file] : []))
  const madeIds = named.flatMap((each) => (each.kind === 'generation' ? [each.generation] : []))
  const [urls, made] = await Promise.all([
    thumbUrls(deps, actor, [...new Set(fileIds)], host),
    madeUrls(deps, actor, [...new Set(madeIds)]),
  ])
  const urlOf = (cover: z.infer<typeof referenceSchema>) =>
    cover.kind === 'file' ? urls.get(cover.file) : made.get(cover.generation)
  return rows.map(({ id, name, spaceId, tileCount, createdAt, changedAt, trashedAt }, index) => ({
    ...{ id, name, spaceId, tileCount },
    canEdit: actor.editableSpaceIds.includes(spaceId),
    covers: (covers[index] ?? []).flatMap((cover) => urlOf(cover) ?? []),
    createdAt: new Date(createdAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
    trashedAt: trashedAt === null ? null : new Date(trashedAt).toISOString(),
  }))
}

async function madeUrls(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  ids: GenerationId[],
): Promise<Map<GenerationId, string>> {
  if (ids.length === 0) return new Map()
  const { items } = await generationsById(deps, actor, ids)
  return new Map(items.flatMap(({ id, url }) => (url === null ? [] : [[id, url]])))
}

async function thumbUrls(
  deps: Pick<Deps, 'db' | 'now' | 'config'>,
  actor: Actor,
  ids: FileId[],
  host: string,
): Promise<Map<FileId, string>> {
  const files = ids.length > 0 ? await readableFiles(deps, actor, ids) : []
  const shown = files.filter(({ preview, trashedAt }) => preview === 'ready' && trashedAt === null)
  const generations = new Map<SpaceId, number>()
  for (const spaceId of new Set(shown.map((file) => file.spaceId))) {
    generations.set(spaceId, (await currentGeneration(deps, spaceId)) ?? 0)
  }
  const expiresAtSeconds = mediaExpiry(deps.now())
  const sign = ({ id, spaceId, shownEdit }: (typeof shown)[number]) =>
    signMediaPath(deps.config.mediaKeys, host, {
      ...{ spaceId, fileId: id, rendition: '320' as const, edit: shownEdit, expiresAtSeconds },
      generation: generations.get(spaceId) ?? 0,
    })
  return new Map(shown.map((file) => [file.id, sign(file)]))
}
