import { describe, expect, it } from 'vitest'
import { cropBox, cropOf, mirrored, turnedOnce, untouched } from './edit-model.ts'
import { printEdit, readEdit } from './edit-query.ts'

const size = { width: 4_000, height: 3_000 }

describe('an edit', () => {
  it('that changes nothing is an empty query', () => {
    expect(printEdit(untouched, size)).toBe('')
  })

  it('is written in one order, and read again as it was', () => {
    const edit = {
      ...untouched,
      ...{ turns: 1, isMirrored: true, brightness: 120, warmth: -12, hue: -30 },
      crop: { x: 0.1, y: -0.05, width: 0.5, height: 0.4 },
      filter: 'noir' as const,
      text: {
        text: 'Lake & sea',
        colour: '#ffffff',
        size: 5,
        at: 'southeast' as const,
        opacity: 80,
      },
    }
    const query = printEdit(edit, size)
    expect(query).toBe(
      'rotate=90&flip=horizontal&crop=1500x1600+1050+1000&brightness=120&warmth=-12&hue=330'.replaceAll(
        '+',
        '%2B',
      ) +
        '&grayscale=true&contrast=145&watermark=text%3ALake+%26+sea&size=75&color=ffffff' +
        '&position=southeast&offset=38x38&opacity=80',
    )
    expect(readEdit(query, size)).toEqual(edit)
  })

  it('tells a filter from the knobs that it is made of', () => {
    const query = printEdit({ ...untouched, contrast: 90, filter: 'vivid' }, size)
    expect(readEdit(query, size)).toMatchObject({ contrast: 90, filter: 'vivid' })
    expect(readEdit('grayscale=true', size)).toMatchObject({ filter: 'grayscale' })
  })

  it('that somebody else wrote in another order is not taken for one of the editor', () => {
    expect(readEdit('brightness=120&rotate=90', size)).toBeNull()
    expect(readEdit('blur=4', size)).toBeNull()
  })

  it('shows no empty corner of a straightened picture, and all of it when it is upright again', () => {
    const crop = cropOf({ crop: untouched.crop, straighten: 10 }, size)
    expect(crop.width).toBeLessThan(0.85)
    const { left, top, width, height } = cropBox({ crop: untouched.crop, straighten: 10 }, size)
    expect([left > 0, top > 0, width < 4_000, height < 3_000]).toEqual([true, true, true, true])
    expect(cropOf({ crop: untouched.crop, straighten: 0 }, size)).toEqual(untouched.crop)
  })

  it('keeps the part that is shown when the picture is turned and mirrored', () => {
    const edit = { ...untouched, crop: { x: 0.2, y: 0.1, width: 0.3, height: 0.2 } }
    let turned = edit
    for (const _ of [1, 2, 3, 4]) turned = turnedOnce(turned)
    expect(turned.crop).toEqual(edit.crop)
    expect(mirrored(mirrored(edit))).toEqual(edit)
  })
})
