import { z } from 'zod'
import { type CanvasVersion, canvasVersionSchema, maxVersions, tileSchema } from '#contracts/canvas'
import type { Canvas } from '#contracts/canvas-fold'
import type { CanvasVersionId } from '#contracts/ids'

/** Characters of all versions of a canvas. */
const keptLength = 100_000_000
/** Characters of one row, which holds several tiles. */
const partLength = 500_000

const bodySchema = z.object({ body: z.string() })
const lengthSchema = z.object({ n: z.number() })

/** Canvases as they once were, under names. */
export class CanvasVersions {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** The latest first. */
  list(): CanvasVersion[] {
    this.#make()
    return this.#sql
      .exec('select body from versions order by id desc')
      .toArray()
      .map((row) => canvasVersionSchema.parse(JSON.parse(bodySchema.parse(row).body)))
  }

  /** Answers whether it was kept: there are only so many, and so long ones. */
  keep(version: CanvasVersion, canvas: Canvas): boolean {
    this.#make()
    const { n } = lengthSchema.parse(
      this.#sql.exec('select coalesce(sum(length), 0) as n from version_parts').one(),
    )
    if (this.list().length >= maxVersions || n > keptLength) return false
    this.#storage.transactionSync(() => {
      this.#sql.exec('insert into versions values (?, ?)', version.id, JSON.stringify(version))
      let part: string[] = []
      const write = () => {
        const body = `[${part.join(',')}]`
        this.#sql.exec(
          'insert into version_parts (version, body, length) values (?, ?, ?)',
          ...[version.id, body, body.length],
        )
        part = []
      }
      let length = 0
      for (const tile of canvas.values()) {
        const body = JSON.stringify(tile)
        part.push(body)
        length += body.length
        if (length < partLength) continue
        write()
        length = 0
      }
      if (part.length > 0) write()
    })
    return true
  }

  /** The canvas as it was; null where there is no such version. */
  read(id: CanvasVersionId): Canvas | null {
    this.#make()
    const known = this.#sql.exec('select 1 from versions where id = ?', id).toArray()
    if (known.length === 0) return null
    const tiles = this.#sql
      .exec('select body from version_parts where version = ? order by rowid', id)
      .toArray()
      .flatMap((row) => z.array(tileSchema).parse(JSON.parse(bodySchema.parse(row).body)))
    return new Map(tiles.map((tile) => [tile.id, tile]))
  }

  get #sql() {
    return this.#storage.sql
  }

  #make() {
    this.#sql.exec('create table if not exists versions (id text primary key, body text not null)')
    this.#sql.exec(`create table if not exists version_parts (version text not null,
      body text not null, length integer not null)`)
    this.#sql.exec('create index if not exists parts_of_version on version_parts (version)')
  }
}
