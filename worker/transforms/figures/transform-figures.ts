import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import { figuresDays, type TransformFigures } from '#contracts/transform-figures'
import { type Env, parseEnv } from '../../env.ts'

/** What is counted: answers, who made pictures, with which operations, and what failed. */
export type FigureKind = 'asked' | 'maker' | 'operation' | 'failure'

export interface Figure {
  kind: FigureKind
  name: string
  count: number
  totalMs: number
  maxMs: number
}

const dayMs = 86_400_000
const rowSchema = z.object({
  name: z.string(),
  count: z.number(),
  total: z.number(),
  most: z.number(),
})

/** One object for the vault: adds up what isolates have counted, by day, for as long as it is shown. */
export class TransformFiguresObject extends DurableObject<Env> {
  readonly #sql: SqlStorage

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    parseEnv(env)
    this.#sql = state.storage.sql
    this.#sql.exec(`create table if not exists figures (
      day integer not null, kind text not null, name text not null, count integer not null,
      total_ms real not null, max_ms real not null, primary key (day, kind, name)) without rowid`)
  }

  add(figures: Figure[]): void {
    const today = Math.floor(Date.now() / dayMs)
    this.#sql.exec('delete from figures where day <= ?', today - figuresDays)
    for (const { kind, name, count, totalMs, maxMs } of figures) {
      this.#sql.exec(
        `insert into figures (day, kind, name, count, total_ms, max_ms) values (?, ?, ?, ?, ?, ?)
        on conflict (day, kind, name) do update set count = count + excluded.count,
          total_ms = total_ms + excluded.total_ms, max_ms = max(max_ms, excluded.max_ms)`,
        ...[today, kind, name, count, totalMs, maxMs],
      )
    }
  }

  read(): TransformFigures {
    const asked = new Map(this.#rows('asked').map(({ name, count }) => [name, count]))
    const of = (name: string) => asked.get(name) ?? 0
    const [edge, stored, made] = [of('edge'), of('stored'), of('made')]
    const answered = edge + stored + made
    return {
      days: figuresDays,
      asked: { edge, stored, made, failed: of('failed') },
      hitRate: answered === 0 ? null : (edge + stored) / answered,
      makers: this.#rows('maker').map(timed),
      operations: this.#rows('operation')
        .map(timed)
        .sort((a, b) => b.meanMs - a.meanMs),
      failures: this.#rows('failure').map(({ name, count }) => ({ name, count })),
    }
  }

  #rows(kind: FigureKind) {
    const since = Math.floor(Date.now() / dayMs) - figuresDays
    const rows = this.#sql.exec(
      `select name, sum(count) as count, sum(total_ms) as total, max(max_ms) as most from figures
      where kind = ? and day > ? group by name order by count desc, name`,
      ...[kind, since],
    )
    return z.array(rowSchema).parse(rows.toArray())
  }
}

function timed({ name, count, total, most }: z.infer<typeof rowSchema>) {
  return { name, count, meanMs: Math.round(total / count), maxMs: Math.round(most) }
}
