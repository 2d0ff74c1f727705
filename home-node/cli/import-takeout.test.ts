import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FileDetail, fileDetailSchema, fileListSchema } from '#contracts/files'
import { type FolderView, folderListSchema } from '#contracts/folders'
import { type SignedIn, startVault, type Vault } from '../launch/vault.ts'
import { aFolder } from '../testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
let vault: Vault
let ada: SignedIn

beforeAll(async () => {
  vault = await startVault()
  ada = await vault.setupAdmin('ada')
}, 120_000)
afterAll(() => vault.stop(), 30_000)

async function importFrom(...args: string[]): Promise<string> {
  const env = { CLOUDVAULT_STATE: vault.stateDir, PATH: process.env.PATH ?? '' }
  return await new Promise((resolve, reject) => {
    const all = [cli, 'import', ...args, '--user', 'ada']
    execFile(process.execPath, all, { env }, (error, stdout, stderr) =>
      error ? reject(new Error(stdout + stderr)) : resolve(stdout),
    )
  })
}

let colour = 0
/** A JPEG like no other; `exif` is what its camera wrote. */
async function aPicture(exif: Record<string, Record<string, string>> = {}): Promise<Buffer> {
  const background = { r: (colour * 37) % 256, g: (colour * 91) % 256, b: colour++ % 256 }
  const plain = sharp({ create: { width: 64, height: 48, channels: 3, background } }).jpeg()
  return await plain.withExif(exif).toBuffer()
}

async function aTree(files: Record<string, Buffer | string | object>): Promise<string> {
  const root = await aFolder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    const isText = typeof content === 'string' || Buffer.isBuffer(content)
    await writeFile(join(root, path), isText ? content : JSON.stringify(content))
  }
  return root
}

const aJson = (more: object = {}) => ({
  ...{ title: 'x.jpg', description: '', photoTakenTime: { timestamp: '1565623800' } },
  ...{ geoData: { latitude: 0, longitude: 0, altitude: 0 }, ...more },
})

async function folders(): Promise<FolderView[]> {
  return folderListSchema.parse(await (await ada.fetch('/api/folders')).json()).items
}

async function detailsIn(folderId: string | undefined): Promise<Map<string, FileDetail>> {
  const list = await ada.fetch(`/api/files?folder=${folderId}&limit=200`)
  const { items } = fileListSchema.parse(await list.json())
  const details = items.map(async ({ id, name }) => {
    const detail = fileDetailSchema.parse(await (await ada.fetch(`/api/files/${id}`)).json())
    return [name, detail] as const
  })
  return new Map(await Promise.all(details))
}

const noWords = { description: null, latitude: null, longitude: null, rating: null }
const beach = { IFD0: { ImageDescription: 'By the camera' } }
const shot = { IFD2: { DateTimeOriginal: '2019:08:12 17:30:00' } }

describe('a Google Takeout', () => {
  it('comes in with its years as folders, its albums, and what its JSON says', async () => {
    const [bare, edited, kept] = [await aPicture(), await aPicture(), await aPicture()] as const
    const telling = await aPicture({ ...beach, ...shot })
    const [thrown, onlyInAlbum] = [await aPicture(), await aPicture()] as const
    const words = {
      description: 'By Google',
      geoData: { latitude: 46.5197, longitude: 6.6323 },
      people: [{ name: 'Grace' }],
    }
    const year = 'Takeout/Google Photos/Photos from 2019'
    const album = 'Takeout/Google Photos/Lake'
    const root = await aTree({
      [`part 1/${year}/bare.jpg`]: bare,
      [`part 1/${year}/bare-edited.jpg`]: edited,
      [`part 1/${year}/telling.jpg`]: telling,
      [`part 1/${year}/thrown.jpg`]: thrown,
      [`part 1/${year}/bare(1).jpg`]: kept,
      [`part 1/${year}/bare.jpg(1).json`]: aJson({ favorited: true, archived: true }),
      [`part 1/${year}/thrown.jpg.json`]: aJson({ trashed: true }),
      // The JSON of two pictures is in another part of the export.
      [`part 2/${year}/bare.jpg.supplemental-metadata.json`]: aJson(words),
      [`part 2/${year}/telling.jpg.json`]: aJson(words),
      [`part 2/${album}/metadata.json`]: { title: 'The lake', description: '' },
      [`part 2/${album}/bare.jpg`]: bare,
      [`part 2/${album}/shared.jpg`]: onlyInAlbum,
      'part 1/Takeout/Mail/letters.mbox': 'not a picture',
    })
    const stdout = await importFrom(root, '--folder', 'Google', '--people-as-tags')
    expect(stdout).toContain('5 files sent')
    expect(stdout).toContain('Left out, thrown away where it comes from: 1.')
    expect(stdout).toContain('Albums: 1.')

    const all = await folders()
    const google = all.find(({ name }) => name === 'Google')
    const ofYear = await detailsIn(all.find(({ name }) => name === 'Photos from 2019')?.id)
    expect([...ofYear.keys()].sort()).toEqual([
      ...['bare(1).jpg', 'bare-edited.jpg', 'bare.jpg', 'telling.jpg'],
    ])
    const said = { description: 'By Google', latitude: 46.5197, longitude: 6.6323 }
    const byGoogle = { ...said, takenAt: '2019-08-12T15:30:00', takenZone: 0 }
    expect(ofYear.get('bare.jpg')).toMatchObject({ metadata: byGoogle, isFavorite: false })
    expect(ofYear.get('bare.jpg')?.tags.map(({ label }) => label)).toContain('grace')
    expect(ofYear.get('bare-edited.jpg')).toMatchObject({ metadata: byGoogle })
    expect(ofYear.get('bare(1).jpg')).toMatchObject({ isFavorite: true, metadata: noWords })
    expect(ofYear.get('bare(1).jpg')?.archivedAt).not.toBeNull()
    // What the picture says itself is not written over: only its place was missing.
    const { edited: writtenKeys } = ofYear.get('telling.jpg')?.metadata ?? { edited: [] }
    expect([...writtenKeys].sort()).toEqual(['latitude', 'longitude'])

    const lake = all.find(({ name }) => name === 'The lake')
    expect(lake).toMatchObject({ kind: 'album', parentId: google?.id })
    const shown = await detailsIn(lake?.id)
    expect([...shown.keys()].sort()).toEqual(['bare.jpg', 'shared.jpg'])
    expect(shown.get('bare.jpg')?.id).toBe(ofYear.get('bare.jpg')?.id)

    const again = await importFrom(root, '--folder', 'Google', '--people-as-tags')
    expect(again).toContain('0 files sent (0 B), 6 there already.')
  })

  it('gives nobody’s name away as a tag unless it is asked to, and keeps what somebody wrote', async () => {
    const path = 'Takeout/Google Photos/Photos from 2018/one.jpg'
    const people = { people: [{ name: 'Secret' }], description: 'By Google' }
    const root = await aTree({ [path]: await aPicture(), [`${path}.json`]: aJson(people) })
    await importFrom(root, '--folder', 'First')
    const one = async () => {
      const folder = (await folders()).find(({ name }) => name === 'Photos from 2018')
      return (await detailsIn(folder?.id)).get('one.jpg')
    }
    expect((await one())?.tags.map(({ label }) => label)).not.toContain('secret')
    await ada.fetch(`/api/files/${(await one())?.id}`, {
      ...{ method: 'PATCH', headers: { 'Content-Type': 'application/json', Origin: vault.url } },
      body: JSON.stringify({ description: 'By Ada' }),
    })
    await importFrom(root, '--folder', 'First')
    expect((await one())?.description).toBe('By Ada')
  })
})

describe('an XMP sidecar', () => {
  const xmp = (body: string) =>
    `<?xpacket begin="\u{feff}"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:Rating="4" exif:GPSLatitude="46,31.182N" exif:GPSLongitude="6,37.938W">
      ${body}</rdf:Description></rdf:RDF></x:xmpmeta>`

  it('of Lightroom gives stars, words and place, before what the picture says', async () => {
    const words = `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">By Lightroom</rdf:li></rdf:Alt></dc:description>
      <dc:subject><rdf:Bag><rdf:li>Lake</rdf:li><rdf:li>Summer 2019</rdf:li></rdf:Bag></dc:subject>`
    const root = await aTree({ 'Edited/p.jpg': await aPicture(beach), 'Edited/p.xmp': xmp(words) })
    await importFrom(root)
    const folder = (await folders()).find(({ name }) => name === 'Edited')
    const picture = (await detailsIn(folder?.id)).get('p.jpg')
    expect(picture).toMatchObject({ description: 'By Lightroom', rating: 4 })
    expect(picture?.metadata).toMatchObject({ latitude: 46.5197, longitude: -6.6323 })
    const labels = picture?.tags.flatMap(({ label, engine }) => (engine === 'hand' ? [label] : []))
    expect(labels?.sort()).toEqual(['lake', 'summer 2019'])
  })
})
