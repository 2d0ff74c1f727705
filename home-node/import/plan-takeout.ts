import type { Plan, PlannedFile, PlannedFolder } from './plan.ts'
import {
  besideOf,
  readTakeoutAlbum,
  readTakeoutPicture,
  type TakeoutPicture,
} from './takeout-json.ts'
import { learnJsonNames } from './takeout-names.ts'
import { type FoundFile, type FoundFolder, walkTree } from './walk-tree.ts'
import { bothBeside, learnXmpNames, readXmpBeside } from './xmp-beside.ts'

/** `Photos from 2019` in the languages of exports: these folders hold each file, the others show it. */
const yearFolder =
  /^(photos from|fotos von|fotos aus|photos de|photos d’|fotos de|foto del|foto's uit|fotos uit|zdjęcia z|bilder från|bilder fra|billeder fra|фото за|fotky z|写真|照片) ?(19|20)\d\d$/i

const isJson = ({ name }: FoundFile) => name.toLowerCase().endsWith('.json')

/**
 * Google Photos of a Takeout: folders of years first, as folders; then the albums, which show their
 * files. The parts of an export are one tree, so a picture finds its JSON in another part.
 */
export function planTakeout(roots: string[], isPeopleAsTags: boolean): Plan {
  return async function* plan(onSkipped) {
    const albums: string[][] = []
    for await (const folder of walkTree(roots, onSkipped)) {
      if ((await albumOf(folder)) !== null) albums.push(folder.trail)
      else yield { kind: 'folder', trail: folder.trail, files: filesOf(folder, isPeopleAsTags) }
    }
    for (const trail of albums) {
      // Read again: what lies in all albums together may be too much to keep.
      const folder = await readFolder(roots, trail)
      const name = (await albumOf(folder)) ?? trail.at(-1) ?? ''
      const planned: PlannedFolder = {
        ...{ kind: 'album', trail: [name], files: filesOf(folder, isPeopleAsTags) },
      }
      yield planned
    }
  }
}

async function readFolder(roots: string[], trail: string[]): Promise<FoundFolder> {
  const parts = roots.map((root) => [root, ...trail].join('/'))
  for await (const folder of walkTree(parts, () => undefined)) return { ...folder, trail }
  return { trail, files: [] }
}

/** The title of an album; null for a folder of a year, or of anything else. */
async function albumOf({ trail, files }: FoundFolder): Promise<string | null> {
  if (trail.length === 0 || yearFolder.test(trail.at(-1) ?? '')) return null
  const media = files.filter((file) => !isJson(file)).map(({ name }) => name)
  const names = learnJsonNames(
    files.filter(isJson).map(({ name }) => name),
    media,
  )
  const beside = new Set(media.map((name) => names.of(name)))
  // `metadata.json`, which is translated too: a JSON that stands beside no picture.
  for (const file of files.filter((each) => isJson(each) && !beside.has(each.name)).slice(0, 20)) {
    const album = await readTakeoutAlbum(file.path)
    if (album !== null) return album.title
  }
  return null
}

function filesOf({ files }: FoundFolder, isPeopleAsTags: boolean): PlannedFile[] {
  const jsons = new Map(files.filter(isJson).map((file) => [file.name, file]))
  const media = files.filter((file) => !isJson(file))
  const sidecarOf = learnXmpNames(media)
  const names = learnJsonNames(
    [...jsons.keys()],
    media.map(({ name }) => name),
  )
  return media.map((file) => {
    const json = jsons.get(names.of(file.name) ?? '')
    const sidecar = sidecarOf(file)
    if (!json) return { file, readBeside: sidecar ? () => readXmpBeside(sidecar.path) : null }
    const readBeside = async () => {
      const beside = besideOf((await readTakeoutPicture(json.path)) ?? nothing, isPeopleAsTags)
      return sidecar ? bothBeside(await readXmpBeside(sidecar.path), beside) : beside
    }
    return { file, readBeside }
  })
}

const nothing: TakeoutPicture = {
  ...{ photoTakenTime: { timestamp: '-99999999999' }, description: '', people: [] },
  ...{ geoData: undefined, geoDataExif: undefined },
  ...{ favorited: false, archived: false, trashed: false },
}
