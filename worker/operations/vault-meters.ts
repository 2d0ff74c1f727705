import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import { latencyBoundsMs, type MeterName, meterNameSchema } from '#contracts/operations'
import { type Env, parseEnv } from '../env.ts'
import { AlertBook, type DueAlert } from './alert-book.ts'
import type { Counted } from './count-requests.ts'
import type { Finding } from './find-alerts.ts'
import { percentile } from './percentile.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Kept a little longer than shown: by minutes, by hours, and what is metered by days. */
const [minutesKept, hoursKept, daysKept] = [90, 25, 40]
const routesMax = 60

const routeRows = z.array(
  z.object({ route: z.string(), kind: z.number(), bucket: z.number(), count: z.number() }),
)
const minuteRows = z.array(
  z.object({ minute: z.number(), requests: z.number(), errors: z.number() }),
)
const meterRows = z.array(z.object({ name: meterNameSchema, today: z.number(), month: z.number() }))

export interface RouteFigures {
  route: string
  requests: number
  refused: number
  errors: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
}

export interface MeterReading {
  minutes: { minute: number; requests: number; errors: number }[]
  routes: RouteFigures[]
  meters: { name: MeterName; today: number; month: number }[]
  /** Times in Unix milliseconds. */
  alerts: { name: string; says: string; since: number; overAt: number | null }[]
}

/**
 * One object for the vault: adds up what isolates have counted. Bounded: a row for each route, class
 * of answers and class of durations in each of 25 hours, and no more.
 */
export class VaultMeters extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #alerts: AlertBook

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    parseEnv(env)
    this.#sql = state.storage.sql
    this.#alerts = new AlertBook(this.#sql)
    this.#sql.exec(`
      create table if not exists routes (hour integer not null, route text not null,
        kind integer not null, bucket integer not null, count integer not null,
        primary key (hour, route, kind, bucket)) without rowid;
      create table if not exists minutes (minute integer primary key, requests integer not null,
        errors integer not null);
      create table if not exists meters (day integer not null, name text not null,
        amount integer not null, primary key (day, name)) without rowid`)
  }

  add({ requests, meters }: Counted): void {
    const now = Date.now()
    const [minute, hour, day] = [minuteMs, hourMs, dayMs].map((span) => Math.floor(now / span))
    this.#sql.exec('delete from minutes where minute <= ?', Number(minute) - minutesKept)
    this.#sql.exec('delete from routes where hour <= ?', Number(hour) - hoursKept)
    this.#sql.exec('delete from meters where day <= ?', Number(day) - daysKept)
    for (const { route, kind, bucket, count } of requests) {
      this.#sql.exec(
        `insert into routes values (?, ?, ?, ?, ?)
        on conflict do update set count = count + excluded.count`,
        ...[hour, route, kind, bucket, count],
      )
      this.#sql.exec(
        `insert into minutes values (?, ?, ?) on conflict do update set
          requests = requests + excluded.requests, errors = errors + excluded.errors`,
        ...[minute, count, kind === 5 ? count : 0],
      )
    }
    for (const { name, amount } of meters) {
      this.#sql.exec(
        `insert into meters values (?, ?, ?)
        on conflict do update set amount = amount + excluded.amount`,
        ...[day, name, amount],
      )
    }
  }

  /** `monthStart`: Unix milliseconds, of the month (UTC) that is metered. */
  read(monthStart: number): MeterReading {
    const now = Date.now()
    return {
      minutes: this.#minutes(Math.floor(now / minuteMs)),
      alerts: this.#alerts.read(),
      routes: this.#routes(Math.floor(now / hourMs) - 24),
      meters: meterRows.parse(
        this.#sql
          .exec(
            `select name, sum(case when day = ? then amount else 0 end) as today,
              sum(amount) as month from meters where day >= ? group by name order by name`,
            ...[Math.floor(now / dayMs), Math.floor(monthStart / dayMs)],
          )
          .toArray(),
      ),
    }
  }

  /** How many requests there were in the last minutes, and how many of them failed. */
  recent(minutes: number): { requests: number; errors: number } {
    const since = Math.floor(Date.now() / minuteMs) - minutes
    const shown = this.#minutes(since + minutes).filter(({ minute }) => minute > since)
    return {
      requests: shown.reduce((sum, { requests }) => sum + requests, 0),
      errors: shown.reduce((sum, { errors }) => sum + errors, 0),
    }
  }

  /** Takes what is wrong now; answers what somebody is to be told. */
  settle(findings: Finding[], now: number): DueAlert[] {
    return this.#alerts.settle(findings, now)
  }

  noteSent(name: string, now: number): void {
    this.#alerts.noteSent(name, now)
  }

  #minutes(last: number) {
    const rows = minuteRows.parse(
      this.#sql.exec('select * from minutes where minute > ?', last - 60).toArray(),
    )
    const known = new Map(rows.map((row) => [row.minute, row]))
    return Array.from({ length: 60 }, (_, index) => {
      const minute = last - 59 + index
      return known.get(minute) ?? { minute, requests: 0, errors: 0 }
    })
  }

  #routes(sinceHour: number): RouteFigures[] {
    const rows = routeRows.parse(
      this.#sql
        .exec(
          `select route, kind, bucket, sum(count) as count from routes
          where hour > ? group by route, kind, bucket`,
          sinceHour,
        )
        .toArray(),
    )
    const byRoute = Map.groupBy(rows, ({ route }) => route)
    return [...byRoute]
      .map(([route, found]) => figuresOf(route, found))
      .sort((one, other) => other.requests - one.requests || (one.route < other.route ? -1 : 1))
      .slice(0, routesMax)
  }
}

function figuresOf(route: string, rows: z.infer<typeof routeRows>): RouteFigures {
  const counts = new Array<number>(latencyBoundsMs.length + 1).fill(0)
  const kinds = new Map<number, number>()
  for (const { kind, bucket, count } of rows) {
    counts[bucket] = (counts[bucket] ?? 0) + count
    kinds.set(kind, (kinds.get(kind) ?? 0) + count)
  }
  return {
    route,
    requests: counts.reduce((sum, count) => sum + count, 0),
    refused: kinds.get(4) ?? 0,
    errors: kinds.get(5) ?? 0,
    p50Ms: percentile(counts, 0.5),
    p95Ms: percentile(counts, 0.95),
    p99Ms: percentile(counts, 0.99),
  }
}
