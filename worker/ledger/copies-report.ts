import type { SpaceId } from '#contracts/ids'
import type { CopiesReport } from '#contracts/ledger'
import type { WantedCopies } from '#contracts/policy'
import type { Deps } from '../deps.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { patternsAndDisks } from './queries.ts'
import { keepingOf, readWants } from './wanted-copies.ts'

const keepings = ['as_wanted', 'short', 'no_room'] as const

interface Pattern {
  /** Places with a verified copy. */
  places: ReadonlySet<string>
  wants: WantedCopies
  originals: number
  bytes: number
}

/**
 * How safe the originals of a space are, or of all the actor's spaces. Throws `not_found` for
 * strangers.
 */
export async function reportCopies(
  deps: Pick<Deps, 'db' | 'config'>,
  actor: Actor,
  space: SpaceId | undefined,
): Promise<CopiesReport> {
  if (space !== undefined) membershipIn(actor, space, 'viewer')
  return await report(deps, space === undefined ? actor.readableSpaceIds : [space])
}

/** The same of the whole vault, for who administers it. */
export async function reportAllCopies(deps: Pick<Deps, 'db' | 'config'>): Promise<CopiesReport> {
  return await report(deps, null)
}

async function report(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  spaceIds: SpaceId[] | null,
): Promise<CopiesReport> {
  const found = await patternsAndDisks(db, spaceIds)
  const patterns = found.patterns.map(({ places, wants, ...amount }): Pattern => {
    const there = new Set(places.split(',').filter((place) => place !== ''))
    return { places: there, wants: readWants(wants), ...amount }
  })
  const places: CopiesReport['places'] = [
    {
      ...{ place: 'r2', name: 'R2', kind: 'cloud', state: 'ok' },
      ...{ totalBytes: null, freeBytes: null, reportedAt: null },
      ...sum(patterns, (pattern) => pattern.has('r2')),
    },
    ...found.disks.map(({ id, name, state, totalBytes, freeBytes, reportedAt }) => ({
      ...{ place: id, name, kind: 'disk' as const, state, totalBytes, freeBytes },
      reportedAt: new Date(reportedAt).toISOString(),
      ...sum(patterns, (pattern) => pattern.has(id)),
    })),
  ]
  const disks = places.filter(({ kind }) => kind === 'disk')
  const without = (gone: string[]) =>
    sum(patterns, (pattern) => [...pattern].every((place) => gone.includes(place)))
  return {
    ...sum(patterns, () => true),
    places,
    byCopies: [0, ...places.map((_, index) => index + 1)].map((copies) => ({
      copies,
      ...sum(patterns, (pattern) => pattern.size === copies),
    })),
    losses: [
      ...places.map(({ place, name, kind }) => ({ of: kind, place, name, ...without([place]) })),
      ...(disks.length > 1
        ? [
            {
              ...{ of: 'disks' as const, place: null, name: 'All disks' },
              ...without(disks.map(({ place }) => place)),
            },
          ]
        : []),
    ],
    keeping: keepings.map((keeping) => ({
      keeping,
      ...amountOf(
        patterns.filter(({ places: there, wants, originals, bytes }) => {
          const sizeBytes = bytes / Math.max(1, originals)
          const room = { disks: found.disks, sizeBytes, isTiered: config.r2BudgetBytes !== null }
          return keepingOf(wants, there, room) === keeping
        }),
      ),
    })),
  }
}

function sum(patterns: Pattern[], isMeant: (places: ReadonlySet<string>) => boolean) {
  return amountOf(patterns.filter(({ places }) => isMeant(places)))
}

function amountOf(meant: Pattern[]) {
  return {
    originals: meant.reduce((total, { originals }) => total + originals, 0),
    bytes: meant.reduce((total, { bytes }) => total + bytes, 0),
  }
}
