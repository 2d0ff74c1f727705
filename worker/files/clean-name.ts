import { maxNameLength } from '#contracts/files'

/** Controls, and the marks that turn the direction of text round: they make a name lie about itself. */
const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/**
 * A name as it is kept: text to show, at most 255 characters, never a path. Slashes become `_`, so
 * no program that saves the file can be led elsewhere.
 */
export function cleanName(name: string): string {
  const cleaned = name.toWellFormed().replace(invisible, '').replace(/[/\\]/g, '_').trim()
  const points = [...cleaned]
  if (points.length === 0) return 'untitled'
  if (points.length <= maxNameLength) return cleaned
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(cleaned)?.[0] ?? ''
  return points.slice(0, maxNameLength - [...extension].length).join('') + extension
}

/** The form in which names are sorted and compared: NFKC and lower case. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
