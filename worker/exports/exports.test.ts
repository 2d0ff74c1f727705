import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import { exportUser } from '../admin/export-user.ts'
import { aUser, testDeps } from '../testing/harness.ts'
import { aSharedSpace, callAs } from '../testing/spaces.ts'
import { entryNames } from './entry-names.ts'

const listingSchema = z.array(
  z.object({ path: z.string().nullable(), name: z.string(), sha256: z.string() }),
)

/** Reads a zip of stored entries by its central directory. */
function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  expect(view.getUint32(end, true)).toBe(0x06054b50)
  const entries = new Map<string, Uint8Array>()
  let at = view.getUint32(end + 16, true)
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    expect([view.getUint32(at, true), view.getUint16(at + 10, true)]).toEqual([0x02014b50, 0])
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)]
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const [size, local] = [view.getUint32(at + 24, true), view.getUint32(at + 42, true)]
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    entries.set(name, bytes.subarray(start, start + size))
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true)
  }
  return entries
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the export of an account', () => {
  it('holds every original byte for byte under a name of its own, those in trash apart', async () => {
    const [admin, user] = [await aUser({ isAdmin: true }), await aUser()]
    const originals = [
      ['beach.jpg', crypto.getRandomValues(new Uint8Array(60_000))],
      ['Beach.JPG', crypto.getRandomValues(new Uint8Array(50_000))],
      ['files.json', new TextEncoder().encode('[]')],
      ['Füße ✿.txt', new TextEncoder().encode('text')],
    ] as const
    for (const [name, bytes] of originals) await user.upload(bytes, name)
    const gone = crypto.getRandomValues(new Uint8Array(9))
    const outcome = uploadOutcomeSchema.parse(await (await user.upload(gone, 'old.jpg')).json())
    await user.fetch(`/api/files/${outcome.file.id}`, { method: 'DELETE' })

    const response = await admin.fetch(`/api/admin/users/${user.userId}/export`)
    expect(response.headers.get('Content-Type')).toBe('application/zip')
    expect(response.headers.get('Content-Disposition')).toContain(`${user.username}-`)
    const entries = readZip(new Uint8Array(await response.arrayBuffer()))
    expect([...entries.keys()].sort()).toEqual(
      [
        ...['beach.jpg', 'Beach (2).JPG', 'files (2).json', 'Füße ✿.txt'],
        ...['Trash/old.jpg', 'files.json'],
      ].sort(),
    )
    const text = new TextDecoder().decode(entries.get('files.json'))
    const listing = listingSchema.parse(JSON.parse(text))
    expect(listing.map(({ name }) => name).sort()).toEqual(
      [...originals.map(([name]) => name), 'old.jpg'].sort(),
    )
    for (const { path, sha256: promised } of listing) {
      expect(sha256(entries.get(path ?? '') ?? new Uint8Array())).toBe(promised)
    }
    const wanted = [...originals.map(([, bytes]) => sha256(bytes)), sha256(gone)]
    expect(listing.map((file) => file.sha256).sort()).toEqual(wanted.sort())
  })

  it('says which original could not be had, and has all others', async () => {
    const user = await aUser()
    const [lost, kept] = ['lost forever', 'still there']
    for (const text of [lost, kept]) await user.upload(text, `${text}.txt`)
    const deps = testDeps()
    const { results } = await deps.db.$client
      .prepare('select id from originals where space_id = ? and sha256 = ?')
      .bind(user.spaceId, sha256(new TextEncoder().encode(lost)))
      .all()
    await deps.bucket.delete(`o/${user.spaceId}/${results[0]?.id}`)
    const { body } = await exportUser(deps, 'operator', user.userId)
    const entries = readZip(new Uint8Array(await new Response(body).arrayBuffer()))
    expect([...entries.keys()]).toEqual(['still there.txt', 'files.json'])
    const listing = listingSchema.parse(
      JSON.parse(new TextDecoder().decode(entries.get('files.json'))),
    )
    expect(listing.map(({ path }) => path).sort()).toEqual(['still there.txt', null].sort())
  })

  it('of nothing is an empty list', async () => {
    const { body } = await exportUser(testDeps(), 'operator', (await aUser()).userId)
    const entries = readZip(new Uint8Array(await new Response(body).arrayBuffer()))
    expect([...entries.keys()]).toEqual(['files.json'])
    expect(JSON.parse(new TextDecoder().decode(entries.get('files.json')))).toEqual([])
  })
})

describe('the export of a space', () => {
  it('has its folders, and says what people wrote, tagged and put into albums', async () => {
    const user = await aUser()
    const make = async (body: object) =>
      folderViewSchema.parse(await (await callAs(user, 'POST', '/api/folders', body)).json()).id
    const summer = await make({ name: 'Summer' })
    const lake = await make({ name: 'At the lake: 1', parentId: summer })
    const album = await make({ name: 'Best', kind: 'album' })
    const upload = async (name: string) =>
      uploadOutcomeSchema.parse(await (await user.upload(`bytes of ${name}`, name)).json()).file.id
    const [beach, odd] = [await upload('beach.txt'), await upload('Summer')]
    await callAs(user, 'POST', '/api/files/move', { fileIds: [beach], folderId: lake })
    await callAs(user, 'PUT', `/api/folders/${album}/files`, { add: [beach] })
    await callAs(user, 'PATCH', `/api/files/${beach}`, { description: 'The first day', rating: 5 })
    expect(odd).not.toBe(beach)

    const response = await user.fetch(`/api/spaces/${user.spaceId}/export`)
    const entries = readZip(new Uint8Array(await response.arrayBuffer()))
    expect([...entries.keys()].sort()).toEqual(
      ['Summer (2)', 'Summer/At the lake_ 1/beach.txt', 'files.json'].sort(),
    )
    const listing: unknown = JSON.parse(new TextDecoder().decode(entries.get('files.json')))
    expect(listing).toContainEqual(
      expect.objectContaining({
        name: 'beach.txt',
        written: expect.objectContaining({ description: 'The first day', rating: 5 }),
        albums: ['Best'],
      }),
    )
  })

  it('is for its admins alone', async () => {
    const [owner, viewer] = [await aUser(), await aUser()]
    const { id: spaceId } = await aSharedSpace(owner, [[viewer, 'viewer']])
    const path = `/api/spaces/${spaceId}/export`
    expect((await viewer.fetch(path)).status).toBe(403)
    expect((await (await aUser()).fetch(path)).status).toBe(404)
    expect((await owner.fetch(path)).status).toBe(200)
  })
})

describe('names in a zip', () => {
  it('lead nowhere else, and are no devices', () => {
    const nameFor = entryNames([])
    const odd = ['../up', '/etc/x', 'C:\\x', '.hidden', 'CON.txt', 'nul', 'a. ', '...', '\u0000']
    expect(odd.map((name) => nameFor('', name))).toEqual([
      ...['___up', '_etc_x', 'C__x', '_hidden', '_CON.txt', '_nul', 'a', 'untitled', '_'],
    ])
  })

  it('differ also where case and form do not', () => {
    const nameFor = entryNames(['files.json'])
    const names = ['ö.jpg', 'o\u0308.jpg', 'Ö.JPG', 'FILES.json', 'no-dot', 'NO-DOT']
    const paths = names.map((name) => nameFor('', name).normalize('NFC').toLowerCase())
    expect(new Set([...paths, 'files.json']).size).toBe(7)
  })
})
