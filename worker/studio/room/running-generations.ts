import { z } from 'zod'
import { type GenerationView, generationViewSchema } from '#contracts/generations'

/** Longer ago, nobody says any more how it ended: the Worker that waited for it is gone. */
const staleMs = 30 * 60_000
const keptMax = 200

const rowSchema = z.object({ body: z.string() })
const states: GenerationView['state'][] = ['queued', 'running']

/** The generations of a canvas that have not ended, for pages that come. */
export class RunningGenerations {
  readonly #sql: SqlStorage

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql
  }

  note(view: GenerationView) {
    this.#make()
    if (!states.includes(view.state)) {
      this.#sql.exec('delete from running where id = ?', view.id)
      return
    }
    const body = JSON.stringify(view)
    this.#sql.exec('insert or replace into running values (?, ?, ?)', view.id, Date.now(), body)
    this.#sql.exec(
      'delete from running where id not in (select id from running order by at desc limit ?)',
      keptMax,
    )
  }

  list(now: number): GenerationView[] {
    this.#make()
    this.#sql.exec('delete from running where at < ?', now - staleMs)
    return this.#sql
      .exec('select body from running order by id')
      .toArray()
      .map((row) => generationViewSchema.parse(JSON.parse(rowSchema.parse(row).body)))
  }

  #make() {
    this.#sql.exec(`create table if not exists running (id text primary key, at integer not null,
      body text not null)`)
  }
}
