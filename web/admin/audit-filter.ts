import type { AuditAction } from '#contracts/audit'

/** What the audit is narrowed to. Days are `2026-11-21` of the reader's calendar, both included. */
export interface AuditFilter {
  action: AuditAction | null
  actorId: string | null
  firstDay: string
  lastDay: string
}

export const noFilter: AuditFilter = { action: null, actorId: null, firstDay: '', lastDay: '' }

/** The filter as the API takes it: nothing that is not asked for. */
export function filterQuery(filter: AuditFilter): {
  action?: AuditAction
  actorId?: string
  since?: string
  until?: string
} {
  const since = startOfDay(filter.firstDay, 0)
  const until = startOfDay(filter.lastDay, 1)
  return {
    ...(filter.action ? { action: filter.action } : {}),
    ...(filter.actorId ? { actorId: filter.actorId } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  }
}

/** Midnight of a day in the reader's own time zone, some days later; null for no day. */
function startOfDay(day: string, daysLater: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return null
  return new Date(Number(year), Number(month) - 1, Number(date) + daysLater).toISOString()
}
