import { describe, expect, it } from 'vitest'
import type { FileView } from '#contracts/files'
import { fileIdSchema, sha256Schema, spaceIdSchema } from '#contracts/ids'
import { yearMarks } from './scrubber.tsx'
import { anchorAt, dayName, heightOf, layTimeline } from './timeline-layout.ts'
import { type Month, mergeShots } from './timeline-state.ts'

const names = 'ABCDEFGHJKMNPQRSTVWXYZ'

/** A picture at a time; `n` makes its id. */
function shot(shownAt: string, n: number, more: Partial<FileView> = {}): FileView {
  const letters = `${names[Math.floor(n / 22) % 22]}${names[n % 22]}`
  return {
    id: fileIdSchema.parse(`fil_01M7Y8GAW92WDN3W7WXYXRT8${letters}`),
    spaceId: spaceIdSchema.parse('spc_01M7Y8GAW92WDN3W7WXYXRT8G0'),
    ...{ folderId: null, name: `${n}.jpg`, kind: 'image', mimeType: 'image/jpeg', sizeBytes: 1 },
    sha256: sha256Schema.parse('a'.repeat(64)),
    ...{ width: 3, height: 2, takenAt: shownAt, shownAt, camera: null, placeName: null },
    ...{ description: null, rating: null, durationMs: null, isAnimated: false, isFavorite: false },
    ...{ thumbhash: null, preview: 'ready', previewNote: null, thumbUrl: null, largeUrl: null },
    ...{ work: [], createdAt: '2026-01-01T00:00:00.000Z', trashedAt: null, archivedAt: null },
    visibility: 'private',
    ...more,
  }
}

const month = (name: string, items: Month['items'], files = items?.length ?? 0): Month => ({
  ...{ month: name, files, items, isStale: false },
})

describe('the timeline', () => {
  const june = Array.from({ length: 40 }, (_, n) =>
    shot(`2025-06-${40 - n > 20 ? 20 : 10}T12:00:00`, 400 - n),
  )

  it('keeps what is in view in its place when a month above it loads', () => {
    const before = layTimeline([month('2025-07', null, 300), month('2025-06', june)], 1_000)
    const july = Array.from({ length: 300 }, (_, n) => shot('2025-07-04T12:00:00', n))
    const after = layTimeline([month('2025-07', july), month('2025-06', june)], 1_000)
    const y = (before.months[1]?.top ?? 0) + 500
    const anchor = anchorAt(before, y)
    if (!anchor) throw new Error('nothing is there')
    const to = heightOf(after, anchor) ?? 0
    expect(to - (after.months[1]?.top ?? 0)).toBeCloseTo(500)
  })

  it('is as high as all its months at once, loaded or not', () => {
    const layout = layTimeline([month('2025-07', null, 300), month('2025-06', june)], 1_000)
    expect(layout.height).toBe(layout.months.reduce((sum, { height }) => sum + height, 0))
    expect(layout.months[0]?.height).toBeGreaterThan(1_000)
  })

  it('puts a changed picture at its time, and takes out what is trashed or archived', () => {
    const [first, second] = june
    if (!first || !second) throw new Error('no pictures')
    const moved = { ...shot('2025-05-02T08:00:00', 9), id: first.id }
    const months = mergeShots(
      [month('2025-06', june)],
      [moved, { ...shot(second.shownAt, 0), id: second.id, archivedAt: second.shownAt }],
    )
    expect(months.map(({ month: name, files }) => [name, files])).toEqual([
      ['2025-06', 38],
      ['2025-05', 1],
    ])
  })

  it('shows a file once that changed twice within a moment, as it was last', () => {
    const file = shot('2025-06-01T12:00:00', 1)
    const [first] = mergeShots([month('2025-06', [])], [file, { ...file, name: 'renamed.jpg' }])
    expect(first?.items?.map(({ name }) => name)).toEqual(['renamed.jpg'])
  })

  it('leaves a month out once its last picture is gone', () => {
    const only = shot('2025-06-01T12:00:00', 1)
    expect(mergeShots([month('2025-06', [only])], [{ ...only, trashedAt: only.shownAt }])).toEqual(
      [],
    )
  })

  it('names days in words', () => {
    expect(dayName('2025-06-14')).toBe('Saturday, 14 June 2025')
  })

  it('marks each year once, where it begins', () => {
    const layout = layTimeline(
      ['2025-06', '2025-01', '2024-12', '2023-05'].map((name) => month(name, null, 200)),
      1_000,
    )
    expect(yearMarks(layout).map(({ year }) => year)).toEqual(['2025', '2024', '2023'])
  })
})
