import { env } from 'cloudflare:workers'
import { Decrypter } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { snapshotHeaders, snapshotHeadSchema, vaultRowSchema } from '#contracts/snapshots'
import { aUser, request, testDeps } from '../testing/harness.ts'
import { aHomeNode, type TestHomeNode } from '../testing/home-node.ts'
import { manyFiles } from '../testing/many-files.ts'
import { snapshotHead } from './read-snapshot.ts'
import { derivedTables, keptTables, passingTables } from './tables.ts'

/** The secret half of the recipient of vitest.config.ts; it opens nothing else. */
const identity = 'AGE-SECRET-KEY-10RFYTP6H3Y6N69HKFRLXSVXUQJQ6ZLE5A55UPFLYEAUSX6627TZS3PRWGV'

async function unsealed(response: Response): Promise<Record<string, unknown>[]> {
  expect(response.status).toBe(200)
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const zipped = await decrypter.decrypt(new Uint8Array(await response.arrayBuffer()))
  const lines = new Blob([new Uint8Array(zipped)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
  const text = await new Response(lines).text()
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

async function wholeTable(node: TestHomeNode, table: string) {
  const rows: Record<string, unknown>[] = []
  const pages: number[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const page = await node.fetch('GET', `/api/home/snapshot/${table}?after=${after}`)
    after = page.headers.get(snapshotHeaders.next)
    pages.push(Number(page.headers.get(snapshotHeaders.rows)))
    rows.push(...(await unsealed(page)))
  }
  return { rows, pages }
}

describe('a snapshot', () => {
  it('knows of every table whether it is kept, made out of others, or passes', async () => {
    const { results } = await env.DB.prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
        and name not like '_cf_%' and name not like 'd1_%' and name not like 'search_words_%'`,
    ).all<{ name: string }>()
    const known = [...keptTables, ...derivedTables, ...passingTables]
    expect(results.map(({ name }) => name).sort()).toEqual([...known].sort())
  })

  it('reads every row of a table once, in pages', async () => {
    const user = await aUser()
    await manyFiles(user, 1_200)
    const node = await aHomeNode()
    const { rows, pages } = await wholeTable(node, 'files')
    const count = await env.DB.prepare('select count(*) as n from files').first<number>('n')
    expect(rows).toHaveLength(count ?? 0)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(count)
    expect(pages[0]).toBe(1_000)
    const one = await env.DB.prepare('select * from files limit 1').first()
    expect(rows).toContainEqual(one)
  })

  it('keeps bytes as they are', async () => {
    const user = await aUser()
    const [file] = await manyFiles(user, 1)
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => index)
    await env.DB.prepare(
      `insert into embeddings (file_id, space_id, model, frame, vector, scale, created_at)
        values (?, ?, 'made@1', 0, ?, 0.5, 1)`,
    )
      .bind(file, user.spaceId, bytes)
      .run()
    const { rows } = await wholeTable(await aHomeNode(), 'embeddings')
    const row = rows.find((each) => each.file_id === file)
    expect(row?.vector).toEqual({ base64: Buffer.from(bytes).toString('base64') })
  })

  it('names what refers to others before these', async () => {
    const node = await aHomeNode()
    const { tables } = snapshotHeadSchema.parse(
      await (await node.fetch('GET', '/api/home/snapshot')).json(),
    )
    expect(tables[0]).toBe('vault')
    for (const table of keptTables) {
      const { results } = await env.DB.prepare(
        `select "table" as name from pragma_foreign_key_list(?)`,
      )
        .bind(table)
        .all<{ name: string }>()
      for (const { name } of results) {
        // The covers of albums: they are written after the files.
        if (name === table || (table === 'folders' && name === 'files')) continue
        expect(tables.indexOf(name), `${table} refers to ${name}`).toBeGreaterThan(
          tables.indexOf(table),
        )
      }
    }
  })

  it('has what passwords are bound to, and only sealed', async () => {
    const node = await aHomeNode()
    const response = await node.fetch('GET', '/api/home/snapshot/vault')
    const copy = response.clone()
    const sealed = Buffer.from(await copy.arrayBuffer()).toString('latin1')
    expect(sealed.startsWith('age-encryption.org/v1')).toBe(true)
    const pepper = Buffer.from(testDeps().config.passwordPepper).toString('base64url')
    expect(sealed).not.toContain(pepper)
    expect(vaultRowSchema.parse((await unsealed(response))[0]).passwordPepper).toBe(pepper)
  })

  it('is for home nodes alone, of the tables it keeps, and only with a recovery key', async () => {
    const [user, node] = [await aUser({ isAdmin: true }), await aHomeNode()]
    expect((await user.fetch('/api/home/snapshot/users')).status).toBe(401)
    expect((await request('/api/home/snapshot')).status).toBe(401)
    for (const table of ['sessions', 'sqlite_master', 'search_words', 'nothing']) {
      expect((await node.fetch('GET', `/api/home/snapshot/${table}`)).status).toBe(404)
    }
    expect((await node.fetch('GET', '/api/home/snapshot/users%20--')).status).toBe(400)
    const deps = testDeps()
    const without = { ...deps, config: { ...deps.config, recoveryRecipient: null } }
    await expect(snapshotHead(without)).rejects.toMatchObject({ code: 'capability_missing' })
  })
})
