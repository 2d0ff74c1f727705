import { DurableObject } from 'cloudflare:workers'
import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import type { VectorHit } from '#contracts/vectors'
import { maxFormBytes, readBytes } from '../http/read-body.ts'
import { makeRows } from '../vectors/make-rows.ts'
import { quantise } from '../vectors/quantise.ts'
import { VectorTable } from '../vectors/vector-table.ts'

const shapeSchema = z.object({
  dimensions: z.coerce.number().int(),
  /** The number of the first vector of a body; its file's id is made of it. */
  first: z.coerce.number().int().default(0),
  parts: z.coerce.number().int().default(1),
  topK: z.coerce.number().int().default(10),
})

/** The table of vectors as a Durable Object holds it, without D1 and storage around it. */
export class Table extends DurableObject {
  #table: VectorTable | null = null

  fill(vectors: ArrayBufferLike, dimensions: number, first: number): number {
    this.#table ??= new VectorTable(dimensions, makeRows(dimensions))
    const numbers = new Float32Array(vectors)
    for (let row = 0; row * dimensions < numbers.length; row++) {
      const fileId = fileIdSchema.parse(`fil_${String(first + row).padStart(26, '0')}`)
      const frames = [quantise(numbers.subarray(row * dimensions, (row + 1) * dimensions))]
      this.#table.put({ fileId, kind: 'image', folderId: null, frames })
    }
    return this.#table.count
  }

  /** Memory of WebAssembly, which no inspector counts. */
  rowBytes(): number {
    return this.#table?.rowBytes ?? 0
  }

  /** One query after the other, in one call: the clock of a Worker stands still meanwhile. */
  query(queries: ArrayBufferLike, dimensions: number, topK: number): VectorHit[][] {
    const vectors = new Float32Array(queries)
    const answers: VectorHit[][] = []
    for (let start = 0; start < vectors.length; start += dimensions) {
      const vector = vectors.subarray(start, start + dimensions)
      answers.push(this.#table?.nearest({ vector, topK }) ?? [])
    }
    return answers
  }
}

/** Fills tables and asks them, for the benchmark of vector search: PUT /N fills part N, GET /N answers its rows' bytes, POST asks. */
export default {
  async fetch(request: Request, env: { TABLE: DurableObjectNamespace<Table> }): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const { dimensions, first, parts, topK } = shapeSchema.parse(Object.fromEntries(searchParams))
    const table = (part: number) => env.TABLE.get(env.TABLE.idFromName(String(part)))
    if (request.method === 'GET') {
      return Response.json(await table(Number(pathname.slice(1))).rowBytes())
    }
    const { buffer: body } = await readBytes(request, maxFormBytes)
    if (request.method === 'PUT') {
      return Response.json(await table(Number(pathname.slice(1))).fill(body, dimensions, first))
    }
    const answers = await Promise.all(
      Array.from({ length: parts }, (_, part) => table(part).query(body, dimensions, topK)),
    )
    const merged = answers[0]?.map((_, index) =>
      answers
        .flatMap((answer) => answer[index] ?? [])
        .sort((one, two) => two.similarity - one.similarity)
        .slice(0, topK),
    )
    return Response.json(merged ?? [])
  },
}
