import { describe, expect, it } from 'vitest'
import { maxTextBytes, mayBeText, textOf } from './viewer-text.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('the text of a file', () => {
  it('is read as UTF-8, with and without a mark, and as UTF-16 with one', () => {
    expect(textOf(bytesOf('Grüße, 写真\n\tok'))).toBe('Grüße, 写真\n\tok')
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x68, 0x69))).toBe('hi')
    expect(textOf(Uint8Array.of(0xff, 0xfe, 0x68, 0, 0x69, 0))).toBe('hi')
    expect(textOf(Uint8Array.of(0xfe, 0xff, 0, 0x68, 0, 0x69))).toBe('hi')
  })

  it('stays what it is when it looks like a page', () => {
    expect(textOf(bytesOf('<script>alert(1)</script>'))).toBe('<script>alert(1)</script>')
  })

  it('is not made up from other bytes', () => {
    expect(textOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toBeNull()
    expect(textOf(Uint8Array.of(0x68, 0xff, 0x69))).toBeNull()
    expect(textOf(bytesOf('a\0b'))).toBeNull()
  })

  it('is looked for in small files without a type alone', () => {
    const file = { kind: 'other', mimeType: 'application/octet-stream', sizeBytes: 5 }
    expect(mayBeText(file)).toBe(true)
    expect(mayBeText({ ...file, sizeBytes: maxTextBytes + 1 })).toBe(false)
    expect(mayBeText({ ...file, sizeBytes: 0 })).toBe(false)
    expect(mayBeText({ ...file, mimeType: 'application/pdf' })).toBe(false)
    expect(mayBeText({ ...file, kind: 'image' })).toBe(false)
  })
})
