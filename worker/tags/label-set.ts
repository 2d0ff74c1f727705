import type { SpaceId } from '#contracts/ids'
import type { LabelsWanted } from '#contracts/inference'
import type { Label, LabelChanges, LabelSet, PutLabels } from '#contracts/labels'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Actor, actorIdOf, membershipIn } from '../spaces/access.ts'
import { defaultLabels } from './default-labels.ts'
import { findLabelChanges, findLabelState, saveLabelChanges } from './label-queries.ts'

/** What pictures of a space are looked at for, those that are turned off too. Throws `not_found`. */
export async function readLabels(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  spaceId: SpaceId,
): Promise<LabelSet> {
  membershipIn(actor, spaceId, 'viewer')
  const [changes, state] = await Promise.all([
    findLabelChanges(db, spaceId),
    findLabelState(db, spaceId),
  ])
  const removed = new Set(changes.removed)
  const labels = [
    ...defaultLabels.map((label) => ({
      ...{ ...label, comesWithVault: true, isOn: !removed.has(label.name) },
    })),
    ...changes.added.map((label) => ({ ...label, comesWithVault: false, isOn: true })),
  ]
  return { version: changes.version, labels, questions: changes.questions, state }
}

/**
 * Changes what pictures of a space are looked at for, and has all that are embedded looked at anew.
 * Throws `not_found`, `forbidden` to all but admins, `validation_failed` where two have one name, and
 * `conflict` where somebody changed them meanwhile.
 */
export async function changeLabels(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'audit'>,
  actor: Actor,
  spaceId: SpaceId,
  change: PutLabels,
): Promise<LabelSet> {
  membershipIn(actor, spaceId, 'admin')
  const known = new Set(defaultLabels.map(({ name }) => name))
  requireDistinct([...known, ...change.added.map(nameOf), ...change.questions.map(nameOf)])
  // Labels that the vault had when somebody turned them off, and has no more, are forgotten.
  const removed = [...new Set(change.removed)].filter((name) => known.has(name)).sort()
  const by = { userId: actor.userId, now: deps.now() }
  if (!(await saveLabelChanges(deps.db, spaceId, { ...change, removed }, by))) {
    throw new AppError('conflict', 'Somebody changed the labels meanwhile. Look at them again.')
  }
  const counts = {
    ...{ removed: removed.length, added: change.added.length },
    questions: change.questions.length,
  }
  const actorId = actorIdOf(actor)
  const event = { action: 'labels.changed', actorId, subjectId: null, details: counts } as const
  deps.audit.record({ chain: spaceId, ...event })
  deps.log.info('labels.changed', { spaceId, ...counts })
  return await readLabels(deps, actor, spaceId)
}

/** What a space looks for: the vault's labels and its own, apart, because their vectors lie apart. */
export function labelsInUse({ removed, added }: LabelChanges): { common: Label[]; own: Label[] } {
  const off = new Set(removed)
  return { common: defaultLabels.filter(({ name }) => !off.has(name)), own: added }
}

/** All that pictures of a space are looked at for, as an engine is asked. */
export async function labelsWantedIn(
  { db }: Pick<Deps, 'db'>,
  spaceId: SpaceId,
): Promise<LabelsWanted> {
  const changes = await findLabelChanges(db, spaceId)
  const { common, own } = labelsInUse(changes)
  return { labels: [...common, ...own], questions: changes.questions }
}

const nameOf = ({ name }: { name: string }) => name

function requireDistinct(names: string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice === undefined) return
  throw new AppError('validation_failed', `There is a label “${twice}” already.`)
}
