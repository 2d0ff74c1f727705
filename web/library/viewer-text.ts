/** The largest file that is shown as text. */
export const maxTextBytes = 100_000

/** Types whose bytes may be text: the vault knows text only as bytes without a type. */
export function mayBeText(file: { kind: string; mimeType: string; sizeBytes: number }): boolean {
  const isOpen = file.mimeType === 'application/octet-stream' || file.mimeType.startsWith('text/')
  return file.kind === 'other' && isOpen && file.sizeBytes > 0 && file.sizeBytes <= maxTextBytes
}

/** The text that bytes hold, in UTF-8 or UTF-16 with its mark; null when they are something else. */
export function textOf(bytes: Uint8Array): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)

    return hasControls(text) ? null : text
  } catch {
    return null
  }
}

/** Text has lines, tabs and pages, but no other control characters; a terminal's colours are let be. */
function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 && !(code >= 9 && code <= 13) && code !== 0x1b) return true
  }
  return false
}
