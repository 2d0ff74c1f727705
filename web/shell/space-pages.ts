import { type FileId, fileIdSchema, type SpaceId, spaceIdSchema } from '#contracts/ids'

const kinds = ['map', 'duplicates', 'copies', 'tags', 'labels', 'people'] as const

/** Pages of a space that are no list of it: /map, /spaces/ID/duplicates, and /map/photo/ID with a file open over it. */
export interface SpacePage {
  kind: (typeof kinds)[number]
  /** Null for the personal space. */
  space: SpaceId | null
}

export function spacePageAddress({ kind, space }: SpacePage, file?: FileId): string {
  return `${space === null ? '' : `/spaces/${space}`}/${kind}${file ? `/photo/${file}` : ''}`
}

/** What a path shows, or null when it is no address of such a page. */
export function readSpacePage(path: string): (SpacePage & { openId: FileId | null }) | null {
  const parts =
    /^(?:\/spaces\/([^/]+))?\/(map|duplicates|copies|tags|labels|people)(?:\/photo\/([^/]+))?$/.exec(
      path,
    )
  if (!parts) return null
  const space = spaceIdSchema.optional().safeParse(parts[1])
  const openId = fileIdSchema.optional().safeParse(parts[3])
  const kind = kinds.find((each) => each === parts[2])
  if (kind === undefined || !space.success || !openId.success) return null
  return { kind, space: space.data ?? null, openId: openId.data ?? null }
}
