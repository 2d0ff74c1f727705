import { access, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { distanceBetween, isTelling, type Look } from '#contracts/likeness'
import { fitInside, tinyBox } from '../images/decode.ts'
import { perceptualHash } from '../images/perceptual-hash.ts'
import type { Measure } from '../launch/measure-report.ts'

/** Every so many pictures is changed in all ways; all of them are there to be taken for another. */
const changedEach = 4

type Change = (picture: Sharp, size: { width: number; height: number }) => Sharp

/** What people and programs do to pictures, and how many of the copies are to be found. */
const changes: Record<string, { goal: number; change: Change }> = {
  'half its size': { goal: 0.98, change: (picture, { width }) => halved(picture, width / 2) },
  'a quarter of its size': {
    goal: 0.97,
    change: (picture, { width }) => halved(picture, width / 4),
  },
  'JPEG at quality 30': { goal: 0.98, change: (picture) => picture.jpeg({ quality: 30 }) },
  'WebP at quality 60': { goal: 0.98, change: (picture) => picture.webp({ quality: 60 }) },
  '2 % trimmed': { goal: 0.95, change: (picture, size) => trimmed(picture, size, 0.02) },
  '15 % brighter': {
    goal: 0.95,
    change: (picture) => picture.modulate({ brightness: 1.15 }).jpeg(),
  },
  '15 % darker': { goal: 0.95, change: (picture) => picture.modulate({ brightness: 0.85 }).jpeg() },
}

/**
 * `npm run bench -- duplicates FOLDER`: how many changed copies of real pictures are put into the group
 * of theirs, and which different pictures are taken for copies. Those are named, to be looked at: a
 * collection holds copies that nobody knew of.
 */
export async function run(measure: Measure): Promise<void> {
  const folder = resolve(measure.args[0] ?? join(import.meta.dirname, '../../../shared/photos'))
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  if (!isThere)
    return measure.missingPeer('a folder of pictures', 'npm run bench -- duplicates FOLDER')
  const paths = await readdir(folder, { recursive: true })
  const groups: Look[] = []
  const groupOf = new Map<string, number>()
  const copies: { of: string; change: string; look: Look }[] = []
  for (const path of paths.filter((name) => /\.jpe?g$/i.test(name)).sort()) {
    try {
      const upright = await sharp(await readFile(join(folder, path)))
        .rotate()
        .toBuffer({ resolveWithObject: true })
      groupOf.set(path, groupFor(groups, await lookOf(upright.data)))
      if (groupOf.size % changedEach !== 0) continue
      for (const [change, { change: make }] of Object.entries(changes)) {
        const bytes = await make(sharp(upright.data), upright.info).toBuffer()
        copies.push({ of: path, change, look: await lookOf(bytes) })
      }
    } catch {
      // Damaged on purpose: such pictures have no preview, and no hash.
    }
  }
  for (const [change, { goal }] of Object.entries(changes)) {
    const made = copies.filter((copy) => copy.change === change)
    const found = made.filter(({ of, look }) => groupFor(groups, look) === groupOf.get(of)).length
    measure.figure({
      ...{ name: `found of ${made.length} copies: ${change}`, ours: found / made.length },
      ...{ goal: `at least ${goal}`, ok: found / made.length >= goal, unit: 'of 1' },
    })
  }
  reportPairs(measure, groupOf)
}

function reportPairs(measure: Measure, groupOf: Map<string, number>) {
  const together = [...Map.groupBy(groupOf, ([, group]) => group).values()].filter(
    (members) => members.length > 1,
  )
  const joined = together.reduce((sum, members) => sum + members.length - 1, 0)
  for (const members of together) {
    process.stdout.write(`alike: ${members.map(([path]) => path).join(', ')}\n`)
  }
  measure.figure({
    ...{ name: `of ${groupOf.size} pictures, put to another`, ours: joined / groupOf.size },
    ...{ goal: 'to be looked at, above', ok: true, unit: 'of 1' },
  })
}

/** The number of the group that a picture joins or founds, as the vault decides it. */
function groupFor(groups: Look[], look: Look): number {
  let nearest = { group: -1, distance: Number.POSITIVE_INFINITY }
  for (const [group, leader] of groups.entries()) {
    const distance = distanceBetween(look, leader)
    if (distance !== null && distance < nearest.distance) nearest = { group, distance }
  }
  return nearest.group >= 0 ? nearest.group : groups.push(look) - 1
}

async function lookOf(bytes: Buffer): Promise<Look> {
  const small = await sharp(bytes)
    .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = small.info
  const raw = { width, height, channels: 3 as const }
  const hash = await perceptualHash({ pixels: small.data, ...raw })
  if (hash === null || !isTelling(hash)) throw new Error('a picture of one tone')
  const tiny = await sharp(small.data, { raw })
    .resize({ ...fitInside(raw, tinyBox), fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data))
  const full = await sharp(bytes).metadata()
  return {
    ...{ kind: 'image', perceptualHash: hash, thumbhash: thumbhash.toString('base64') },
    aspect: (full.width ?? 1) / (full.height ?? 1),
  }
}

function halved(picture: Sharp, width: number): Sharp {
  return picture.resize(Math.max(1, Math.round(width))).jpeg({ quality: 85 })
}

function trimmed(picture: Sharp, size: { width: number; height: number }, part: number) {
  const [left, top] = [Math.round((size.width * part) / 2), Math.round((size.height * part) / 2)]
  const [width, height] = [size.width - 2 * left, size.height - 2 * top]
  return picture.extract({ left, top, width, height }).jpeg({ quality: 90 })
}
