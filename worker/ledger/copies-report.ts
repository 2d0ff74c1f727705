import type { z } from 'zod'
import {
  type allowRemovalsSchema,
  diskHealthSchema,
  mirrorReportSchema,
} from '#contracts/home-report'
import type { SpaceId } from '#contracts/ids'
import type { CopiesReport } from '#contracts/ledger'
import type { WantedCopies } from '#contracts/policy'
import type { AdminId } from '../admin/manage-users.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { lastDrill } from '../restore/drills.ts'
import { type Actor, membershipIn } from '../spaces/access.ts'
import { allowRemovalsUntil, homeNodesOf, patternsAndDisks } from './queries.ts'
import { keepingOf, readWants } from './wanted-copies.ts'

type ReportDeps = Pick<Deps, 'db' | 'config' | 'now'>

/** It reports three times a minute. */
const onlineMs = 120_000

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
  deps: ReportDeps,
  actor: Actor,
  space: SpaceId | undefined,
): Promise<CopiesReport> {
  if (space !== undefined) membershipIn(actor, space, 'viewer')
  return await report(deps, space === undefined ? actor.readableSpaceIds : [space])
}

/** The same of the whole vault, for who administers it. */
export async function reportAllCopies(deps: ReportDeps): Promise<CopiesReport> {
  return await report(deps, null)
}

/**
 * Lets go on what a home node holds back because more was purged than is usual, as far as the admin saw
 * it. Throws `not_found`.
 */
export async function allowRemovals(
  deps: Pick<Deps, 'db' | 'audit'>,
  actorId: AdminId,
  { homeNodeId, untilMs }: z.infer<typeof allowRemovalsSchema>,
): Promise<void> {
  if (!(await allowRemovalsUntil(deps.db, homeNodeId, untilMs))) {
    throw new AppError('not_found', 'There is no such home node.')
  }
  deps.audit.record({ chain: 'vault', actorId, subjectId: homeNodeId, action: 'removals.allowed' })
}

async function report(
  { db, config, now }: ReportDeps,
  spaceIds: SpaceId[] | null,
): Promise<CopiesReport> {
  const [found, nodes] = await Promise.all([patternsAndDisks(db, spaceIds), homeNodesOf(db)])
  const patterns = found.patterns.map(({ places, wants, ...amount }): Pattern => {
    const there = new Set(places.split(',').filter((place) => place !== ''))
    return { places: there, wants: readWants(wants), ...amount }
  })
  const places: CopiesReport['places'] = [
    {
      ...{ place: 'r2', name: 'R2', kind: 'cloud', state: 'ok' },
      ...{ totalBytes: null, freeBytes: null, reportedAt: null, health: null },
      ...sum(patterns, (pattern) => pattern.has('r2')),
    },
    ...found.disks.map(({ id, name, state, totalBytes, freeBytes, reportedAt, health }) => ({
      ...{ place: id, name, kind: 'disk' as const, state, totalBytes, freeBytes },
      reportedAt: new Date(reportedAt).toISOString(),
      health: health === null ? null : diskHealthSchema.parse(JSON.parse(health)),
      ...sum(patterns, (pattern) => pattern.has(id)),
    })),
  ]
  const disks = places.filter(({ kind }) => kind === 'disk')
  const without = (gone: string[]) =>
    sum(patterns, (pattern) => [...pattern].every((place) => gone.includes(place)))
  return {
    ...sum(patterns, () => true),
    lastDrill: await lastDrill({ db }),
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
    homeNodes: nodes.map(({ id, name, lastSeenAt, report: said }) => ({
      ...{ id, name, isOnline: now() - lastSeenAt < onlineMs },
      mirror: said === null ? null : mirrorReportSchema.parse(JSON.parse(said)),
    })),
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
