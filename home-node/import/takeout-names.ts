/*
 * How Google Takeout names the JSON beside a picture. What is known of it was seen in exports, for
 * there is no specification:
 *
 * | picture | its JSON |
 * |---|---|
 * | IMG_1.jpg | IMG_1.jpg.json; since 2024 IMG_1.jpg.supplemental-metadata.json |
 * | a long name | cut so that, with `.json`, it has 51 characters: `….supplemental-me.json` |
 * | IMG_1(2).jpg | IMG_1.jpg(2).json, IMG_1.jpg.supplemental-metadata(2).json |
 * | IMG_1-edited.jpg | that of IMG_1.jpg |
 * | IMG_1.MP4, the moving part of IMG_1.HEIC | that of IMG_1.HEIC |
 */
const suffix = '.supplemental-metadata'
const longest = 51 - '.json'.length

/** What is added to the name of an edited picture, in the languages of exports. */
const edited = [
  ...['edited', 'bearbeitet', 'modifié', 'modifie', 'editado', 'editada', 'modificato', 'bewerkt'],
  ...['edytowane', 'redigerad', 'redigert', 'redigeret', 'muokattu', 'upraveno', 'editat'],
  ...['отредактировано', 'düzenlendi', '編集済み', '已修改', '已編輯', '수정됨'],
].map((word) => `-${word}`)

/** The JSON names of one folder, to ask for a picture's. */
export interface JsonNames {
  /** The JSON that stands beside a picture or film of this name; null when there is none. */
  of(pictureName: string): string | null
}

/** Learns the names of a folder: those that end in `.json`, and all others. */
export function learnJsonNames(jsonNames: string[], pictureNames: string[]): JsonNames {
  const byKey = new Map<string, string>()
  for (const name of jsonNames) {
    const [, stem = '', number = ''] = /^(.*?)(?:\((\d+)\))?\.json$/i.exec(name) ?? []
    byKey.set(keyOf(stem, number), name)
  }
  const byStem = new Map<string, string[]>()
  for (const name of pictureNames) {
    const { stem, number } = partsOf(name)
    const key = keyOf(stem, number)
    byStem.set(key, [...(byStem.get(key) ?? []), name])
  }

  function direct({ stem, extension, number }: NameParts): string | null {
    const whole = `${stem}${extension}`
    for (let length = suffix.length; length >= 0; length--) {
      const key = keyOf((whole + suffix.slice(0, length)).slice(0, longest), number)
      const found = byKey.get(key)
      if (found !== undefined) return found
    }
    return extension === '' ? null : (byKey.get(keyOf(stem, number)) ?? null)
  }

  return {
    of(pictureName) {
      const parts = partsOf(pictureName)
      const own = direct(parts)
      if (own !== null) return own
      const word = edited.find((each) => parts.stem.normalize('NFC').toLowerCase().endsWith(each))
      const before = word === undefined ? parts.stem : parts.stem.slice(0, -word.length)
      if (word !== undefined) {
        const ofOriginal = direct({ ...parts, stem: before })
        if (ofOriginal !== null) return ofOriginal
      }
      // The other half of a moving picture, or the original of another kind.
      for (const twin of byStem.get(keyOf(before, parts.number)) ?? []) {
        const ofTwin = twin === pictureName ? null : direct(partsOf(twin))
        if (ofTwin !== null) return ofTwin
      }
      return null
    },
  }
}

interface NameParts {
  stem: string
  /** With its dot. */
  extension: string
  /** Of `IMG_1(2).jpg`: `2`. */
  number: string
}

function partsOf(name: string): NameParts {
  const [, stem = name, number = '', extension = ''] =
    /^(.*?)(?:\((\d+)\))?(\.[^.]{1,8})?$/su.exec(name) ?? []
  return { stem, extension, number }
}

const keyOf = (stem: string, number: string) => `${stem.normalize('NFC').toLowerCase()}/${number}`
