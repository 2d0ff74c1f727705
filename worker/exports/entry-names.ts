/** What Windows keeps for devices, and what it refuses in names. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const refused = /[<>:"/\\|?*\p{Cc}]/gu

/**
 * Gives every file of a zip a path that no other has, on disks that do not tell case or form apart
 * as well, and that unpacks to that very place everywhere. `taken` are names used otherwise.
 */
export function entryNames(taken: readonly string[]): (folder: string, name: string) => string {
  const used = new Set(taken.map(fold))
  return (folder, name) => {
    const safe = safeName(name)
    const dot = safe.lastIndexOf('.')
    const [stem, extension] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, '']
    for (let number = 1; ; number++) {
      const path = `${folder}${number === 1 ? safe : `${stem} (${number})${extension}`}`
      if (used.has(fold(path))) continue
      used.add(fold(path))
      return path
    }
  }
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** A name that every disk takes, and that leads nowhere else. */
export function safeName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(refused, '_')
    .replace(/[. ]+$/, '')
  const unhidden = plain.replace(/^\.+/, (dots) => '_'.repeat(dots.length))
  if (unhidden === '') return 'untitled'
  return reserved.test(unhidden) ? `_${unhidden}` : unhidden
}
