import type { Db } from './client.ts'

interface Query {
  sql: string
  params: unknown[]
}

/** A drizzle query builder, or a raw statement made by `db.run(sql…)`. */
export type Statement = { toSQL(): Query } | { getQuery(): Query }

/**
 * Runs statements as one atomic D1 batch and answers the rows of each. drizzle's own `batch` cannot
 * bind the parameters of raw statements (0.45), and conditional inserts are only to be had raw.
 */
export async function runBatch(
  db: Db,
  statements: readonly Statement[],
): Promise<Record<string, unknown>[][]> {
  const prepared = statements.map((statement) => {
    const { sql, params } = 'toSQL' in statement ? statement.toSQL() : statement.getQuery()
    return db.$client.prepare(sql).bind(...params)
  })
  const results = await db.$client.batch<Record<string, unknown>>(prepared)
  return results.map((result) => result.results)
}
