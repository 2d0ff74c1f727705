import { z } from 'zod'
import type { Finding } from './find-alerts.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const rowSchema = z.object({
  name: z.string(),
  says: z.string(),
  since: z.number(),
  after_ms: z.number(),
  over_at: z.number().nullable(),
  raised_at: z.number().nullable(),
  sent_at: z.number().nullable(),
  told_over: z.number(),
})

export interface DueAlert {
  name: string
  says: string
  isOver: boolean
}

/**
 * What is wrong and since when, in the storage of the vault's meters.
 *
 * | state | is told |
 * |---|---|
 * | wrong, for less than `afterMs` | no |
 * | wrong for longer | once an hour |
 * | over, was told | once |
 * | over for a day | forgotten |
 */
export class AlertBook {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(`create table if not exists alerts (name text primary key, says text not null,
      since integer not null, after_ms integer not null, over_at integer, raised_at integer,
      sent_at integer, told_over integer not null default 0) without rowid`)
  }

  /** Takes what is wrong now; answers what somebody is to be told. */
  settle(findings: Finding[], now: number): DueAlert[] {
    for (const { name, says, afterMs } of findings) {
      this.#sql.exec(
        `insert into alerts (name, says, since, after_ms) values (?, ?, ?, ?)
        on conflict (name) do update set says = excluded.says,
          since = iif(over_at is null, since, excluded.since),
          raised_at = iif(over_at is null, raised_at, null),
          told_over = iif(over_at is null, told_over, 0), over_at = null`,
        ...[name, says, now, afterMs],
      )
    }
    const names = JSON.stringify(findings.map(({ name }) => name))
    this.#sql.exec(
      `update alerts set over_at = ? where over_at is null
        and name not in (select value from json_each(?))`,
      ...[now, names],
    )
    // What was over before it counted was never an alert.
    this.#sql.exec(
      'delete from alerts where over_at is not null and (over_at < ? or raised_at is null)',
      now - dayMs,
    )
    this.#sql.exec(
      `update alerts set raised_at = ? where raised_at is null and over_at is null
        and since + after_ms <= ?`,
      ...[now, now],
    )
    return this.#rows().flatMap((row): DueAlert[] => {
      const { name, says } = row
      if (row.over_at !== null) {
        return row.sent_at !== null && row.told_over === 0 ? [{ name, says, isOver: true }] : []
      }
      const isDue = row.sent_at === null || now - row.sent_at >= hourMs
      return row.raised_at !== null && isDue ? [{ name, says, isOver: false }] : []
    })
  }

  noteSent(name: string, now: number): void {
    this.#sql.exec(
      'update alerts set sent_at = ?, told_over = over_at is not null where name = ?',
      ...[now, name],
    )
  }

  /** What is wrong now or was within the last day, the latest first. */
  read() {
    return this.#rows()
      .filter(({ raised_at }) => raised_at !== null)
      .map(({ name, says, since, over_at }) => ({ name, says, since, overAt: over_at }))
      .sort((one, other) => other.since - one.since)
  }

  #rows() {
    return z.array(rowSchema).parse(this.#sql.exec('select * from alerts').toArray())
  }
}
