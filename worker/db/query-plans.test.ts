import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { differenceFrom, operationAt } from '../testing/described-answers.ts'
import { watchAnswers } from '../testing/harness.ts'
import { statementsOfUsualDay } from '../testing/usual-day.ts'
import type { WatchedStatement } from '../testing/watched-database.ts'
import { maxBoundParameters } from './in-chunks.ts'

let statements: WatchedStatement[]

/** What was answered otherwise than the API document says. */
const undescribed = new Set<string>()
const answered = new Set<string>()

beforeAll(async () => {
  watchAnswers(async (method, path, answer) => {
    const operation = operationAt(method, path)
    if (answer.status >= 400 || operation === null) {
      await answer.body?.cancel()
      return
    }
    answered.add(operation.id)
    const wrong = await differenceFrom(operation, answer)
    if (wrong !== null) undescribed.add(`${method} ${path}: ${wrong}`)
  })
  statements = await statementsOfUsualDay()
  watchAnswers(null)
}, 120_000)

/**
 * `insert … select` into a table that others refer to: the plan names those, for rows that waited for
 * the new one. SQLite runs that part only while a violation of a foreign key is open (`FkIfZero`).
 */
function isLookForOrphans(sql: string, table: string): boolean {
  return /^\s*insert into/i.test(sql) && !new RegExp(`\\b${table}\\b`).test(sql)
}

/** FTS5 reads its lists of words, not its rows: the plan says `M` where it was given a match. */
function isWordSearch(detail: string): boolean {
  return /^SCAN search_words VIRTUAL TABLE INDEX \d+:.*M\d/.test(detail)
}

it('no statement of a usual day reads a whole table', async () => {
  const scans: string[] = []
  const distinct = new Map(statements.map((statement) => [statement.sql, statement]))
  for (const { sql, parameters } of distinct.values()) {
    const { results } = await env.DB.prepare(`explain query plan ${sql}`)
      .bind(...parameters)
      .all<{ detail: string }>()
    for (const { detail } of results) {
      // Constants, bound lists and the columns of a table are no table, and of disks, home nodes and sets
      // of engines there is a handful; of patterns of copies a few for each space, whatever lies in it.
      const [, table] =
        /^SCAN (?!CONSTANT|\d|disks|drills|home_nodes|index_counts|copy_patterns|json_each|pragma_table_info)(\w+)/.exec(
          detail,
        ) ?? []
      if (table === undefined || isLookForOrphans(sql, table) || isWordSearch(detail)) continue
      scans.push(`${detail} <- ${sql}`)
    }
  }
  expect(distinct.size).toBeGreaterThan(30)
  expect(scans).toEqual([])
})

it('no statement binds more than D1 takes', () => {
  const most = Math.max(...statements.map(({ parameters }) => parameters.length))
  expect(most).toBeGreaterThan(90)
  expect(most).toBeLessThanOrEqual(maxBoundParameters)
})

it('every answer of a usual day is as the API document says', () => {
  expect(answered.size).toBeGreaterThan(100)
  expect([...undescribed]).toEqual([])
})
