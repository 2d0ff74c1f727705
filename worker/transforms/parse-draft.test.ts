import { ulid } from 'ulid'
import { describe, expect, it } from 'vitest'
import { fileIdSchema, sha256Schema } from '#contracts/ids'
import { canonicalRecipe, type Recipe } from '#contracts/recipe'
import { aDraft } from '../testing/drafts.ts'
import { seeded } from '../testing/seeded.ts'
import type { Entry } from './draft.ts'
import { parseDraft } from './parse-draft.ts'
import { printDraft } from './print-draft.ts'
import { resolveDraft } from './resolve-draft.ts'

const photo = { mimeType: 'image/jpeg', isAnimated: false }
const moving = { mimeType: 'image/gif', isAnimated: true }
const hash = sha256Schema.parse('a'.repeat(64))

function parse(query: string) {
  return parseDraft([...new URLSearchParams(query)])
}

function recipeOf(query: string, source = photo, accept = ''): Recipe {
  return resolveDraft(parse(query), source, accept, () => hash)
}

describe('the grammar of pictures', () => {
  it.each([
    ['resize=300x200', { op: 'resize', width: 300, height: 200, fit: 'inside' }],
    ['resize=300x', { op: 'resize', width: 300, height: null, fit: 'inside' }],
    ['resize=x200', { op: 'resize', width: null, height: 200, fit: 'inside' }],
    ['resize=50%25', { op: 'scale', percent: 50 }],
    ['resize=9x9&fit=fill', { op: 'resize', width: 9, height: 9, fit: 'fill', enlarge: true }],
    [
      'fit=cover&resize=9x9&gravity=smart',
      { op: 'resize', width: 9, height: 9, fit: 'cover', gravity: 'attention' },
    ],
    ['crop=300x200', { op: 'crop', width: 300, height: 200 }],
    ['crop=300x200%2B10%2B20', { op: 'extract', left: 10, top: 20, width: 300, height: 200 }],
    ['crop=300x200+10+20', { op: 'extract', left: 10, top: 20, width: 300, height: 200 }],
    ['crop=32:18&gravity=face', { op: 'aspect', width: 16, height: 9, gravity: 'face' }],
    ['rotate=-90', { op: 'rotate', degrees: 270 }],
    ['rotate=12.5&background=F80', { op: 'rotate', degrees: 12.5, background: '#ff8800' }],
    ['flip=h', { op: 'flip', axis: 'horizontal' }],
    ['greyscale=1', { op: 'grayscale' }],
    ['blur=2.5', { op: 'blur', sigma: 2.5 }],
    ['brightness=120%25', { op: 'brightness', percent: 120 }],
    ['tint=teal', { op: 'tint', colour: '#008080' }],
  ])('reads %s', (query, step) => {
    expect(recipeOf(query).steps).toEqual([step])
  })

  it('reads watermarks with what is said of them', () => {
    const id = fileIdSchema.parse(`fil_${ulid()}`)
    const query = `watermark=text:Grüße, 家族&opacity=60&position=top-left&watermark=image:${id}&scale=25&tile=true`
    expect(recipeOf(query).steps).toEqual([
      {
        ...{ op: 'watermark-text', text: 'Grüße, 家族', font: 'sans', colour: '#ffffff' },
        ...{ at: 'northwest', x: 16, y: 16, opacity: 60 },
      },
      { op: 'watermark-image', image: hash, scale: 25, at: 'centre', x: 64, y: 64, tiled: true },
    ])
  })

  it('keeps the order in which steps stand, and repeats them', () => {
    const ops = recipeOf('blur=2&resize=30x&format=webp&rotate=7&blur=2').steps.map(({ op }) => op)
    expect(ops).toEqual(['blur', 'resize', 'rotate', 'blur'])
  })

  it('leaves a quality that is auto to the engine, where a format has one', () => {
    expect(recipeOf('quality=auto').output.quality).toBe('auto')
    expect(recipeOf('quality=auto&format=png').output.quality).toBe(100)
  })

  it.each([
    ['rotate=450', 'rotate=90'],
    ['rotate=90&rotate=180', 'rotate=270'],
    ['rotate=0&brightness=100&grayscale=false&hue=360', ''],
    ['flip=vertical&flip=v', ''],
    ['resize=300x&fit=cover', 'resize=300x'],
    ['resize=100x50&dpr=2', 'resize=200x100'],
    ['crop=50x50&resize=20x&dpr=2', 'crop=50x50&resize=40x'],
    ['format=jpg&resize=40x', 'resize=40x&format=jpeg'],
    ['format=png&quality=3&progressive=no', 'format=png'],
    ['crop=4:2', 'crop=2:1'],
    ['watermark=text:a&color=fff', 'watermark=text:a&colour=%23FFFFFFFF&opacity=100'],
  ])('makes one recipe of %s and %s', (one, other) => {
    expect(canonicalRecipe(recipeOf(one))).toBe(canonicalRecipe(recipeOf(other)))
  })

  it.each([
    ['image/avif,image/webp,*/*', photo, 'avif'],
    ['image/webp', photo, 'webp'],
    ['image/avif;q=0, image/webp;q=0.5', photo, 'webp'],
    ['*/*', photo, 'jpeg'],
    ['*/*', { mimeType: 'image/png', isAnimated: false }, 'png'],
    ['image/avif,image/webp', moving, 'webp'],
    ['', moving, 'gif'],
  ])('decides format=auto by Accept “%s”', (accept, source, format) => {
    expect(recipeOf('format=auto', source, accept).output.format).toBe(format)
  })

  it('keeps what moves moving where the format can, unless one frame is asked for', () => {
    expect(recipeOf('format=webp', moving).output.animated).toBe(true)
    expect(recipeOf('format=webp&frames=first', moving).output.animated).toBeUndefined()
    expect(recipeOf('format=jpeg', moving).output.animated).toBeUndefined()
  })

  it.each([
    ['resize=0x10', '“resize”'],
    ['resize=big', 'such as 300x200, 300x, x200 or 50%'],
    ['resize=12001x', '12000 pixels'],
    ['resize=9x9&fit=cover&fit=fill', '“fit” stands twice'],
    ['gravity=north&resize=9x9', '“gravity” means something only with crop or fit=cover'],
    ['opacity=50&resize=9x', '“opacity” belongs to watermark, which is not there'],
    ['crop=0:0', 'an aspect such as 16:9'],
    ['rotate=left', '“rotate” takes a number'],
    ['flip=sideways', 'one of horizontal, vertical'],
    ['format=bmp', 'webp, jpeg, png, avif, gif, auto'],
    ['quality=101', 'from 1 to 100'],
    ['quality=', 'auto or a whole number'],
    ['blur=1e9', 'from 0.3 to 100'],
    ['watermark=text:', 'text:Hello'],
    ['watermark=text:a%00b', 'none of them for control'],
    ['watermark=image:../../etc/passwd', 'the id of a picture'],
    ['max_bytes=1', 'from 1k to 50m'],
    ['explode=1', 'There is no parameter “explode”'],
    ['dpr=9', 'from 0.5 to 4'],
    ['constructor=1', 'There is no parameter'],
    [Array.from({ length: 21 }, () => 'sepia=1').join('&'), 'at most 20 steps'],
    [Array.from({ length: 5 }, () => 'watermark=text:a').join('&'), 'at most 4 watermarks'],
  ])('refuses %s with a sentence', (query, sentence) => {
    expect(() => parse(query)).toThrowError(
      expect.objectContaining({
        code: 'validation_failed',
        message: expect.stringContaining(sentence),
      }),
    )
  })

  it('reads what it prints as the same draft, whatever it is', () => {
    const random = seeded(20_261_121)
    for (let round = 0; round < 500; round += 1) {
      const draft = aDraft(random)
      const entries: Entry[] = printDraft(draft)
      const written = new URLSearchParams(entries.map(([name, value]) => [name, value]))
      expect(parse(written.toString())).toEqual(draft)
    }
  })
})
