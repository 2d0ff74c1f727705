import type { SpaceId } from '#contracts/ids'
import { maxPresetsPerSpace, type PresetView, presetNameSchema } from '#contracts/transforms'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import type { Entry } from './draft.ts'
import { parseDraft } from './parse-draft.ts'
import { printDraft } from './print-draft.ts'
import { deletePreset, findPreset, listPresets, type PresetRow, putPreset } from './queries.ts'

/** For members. Throws `not_found`. */
export async function presetsOf(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<PresetView[]> {
  membershipIn(actor, spaceId, 'viewer')
  return (await listPresets(deps.db, spaceId)).map(toView)
}

/**
 * Names a recipe, or gives a name another one; for editors. What it says is kept tidied. Throws
 * `validation_failed` for what is no recipe, and `conflict` when the space has as many as it may.
 */
export async function namePreset(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  spaceId: SpaceId,
  { name, query }: { name: string; query: string },
): Promise<PresetView> {
  membershipIn(actor, spaceId, 'editor')
  const entries = [...new URLSearchParams(query)]
  if (entries.some(([key]) => key === 'preset')) {
    throw new AppError('validation_failed', 'A preset does not stand in a preset.')
  }
  const tidied = printDraft(parseDraft(entries))
  const written = new URLSearchParams(tidied.map(([key, value]) => [key, value])).toString()
  const row: PresetRow = { spaceId, name, query: written, updatedAt: deps.now() }
  if (await putPreset(deps.db, row)) return toView(row)
  throw new AppError('conflict', `A space has at most ${maxPresetsPerSpace} presets.`)
}

/** For editors. Throws `not_found`. */
export async function removePreset(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
  name: string,
): Promise<void> {
  membershipIn(actor, spaceId, 'editor')
  if (await deletePreset(deps.db, spaceId, name)) return
  throw new AppError('not_found', 'There is no such preset.')
}

/** Puts in the place of `preset=name` what the space of the picture says that it is. */
export async function withPresets(
  deps: Pick<Deps, 'db'>,
  spaceId: SpaceId,
  entries: readonly Entry[],
): Promise<{ entries: Entry[]; usesPreset: boolean }> {
  const names = entries.flatMap(([name, value]) => (name === 'preset' ? [value] : []))
  if (names.length === 0) return { entries: [...entries], usesPreset: false }
  if (names.length > 1) {
    throw new AppError('validation_failed', '“preset” stands twice, and may stand once only.')
  }
  const name = presetNameSchema.safeParse(names[0])
  const preset = name.success ? await findPreset(deps.db, spaceId, name.data) : undefined
  if (!preset) {
    throw new AppError('validation_failed', '“preset” takes the name of a preset of this space.')
  }
  const meant: Entry[] = [...new URLSearchParams(preset.query)]
  const expanded = entries.flatMap((entry) => (entry[0] === 'preset' ? meant : [entry]))
  return { entries: expanded, usesPreset: true }
}

function toView({ name, query, updatedAt }: PresetRow): PresetView {
  return { name, query, updatedAt: new Date(updatedAt).toISOString() }
}
