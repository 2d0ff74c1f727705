import { describe, expect, it } from 'vitest'
import { type FileView, fileViewSchema } from '#contracts/files'
import { groupByDay, mergeFiles } from './file-list.ts'

function aFile(number: number, change: Partial<FileView> = {}): FileView {
  const tail = String(number).padStart(4, '0')
  return fileViewSchema.parse({
    id: `fil_01M7Y8GAW92WDN3W7WXYXR${tail}`,
    spaceId: 'spc_01M7Y8GAW92WDN3W7WXYXRT8G0',
    folderId: null,
    name: `${number}.jpg`,
    kind: 'image',
    mimeType: 'image/jpeg',
    sizeBytes: 1,
    sha256: '0'.repeat(64),
    width: null,
    height: null,
    takenAt: null,
    shownAt: new Date(Date.UTC(2026, 0, 1, 12, 0, number)).toISOString().slice(0, 19),
    camera: null,
    placeName: null,
    description: null,
    rating: null,
    durationMs: null,
    isAnimated: false,
    isFavorite: false,
    thumbhash: null,
    preview: 'pending',
    previewNote: null,
    thumbUrl: null,
    largeUrl: null,
    movingUrl: null,
    work: [],
    createdAt: new Date(2026, 0, 1, 12, 0, number).toISOString(),
    trashedAt: null,
    archivedAt: null,
    visibility: 'private',
    ...change,
  })
}

const names = (files: FileView[]) => files.map((file) => file.name)

describe('mergeFiles', () => {
  it('puts a new file where its time says', () => {
    const list = [aFile(9), aFile(5)]
    expect(names(mergeFiles(list, [aFile(7), aFile(11)], 'library', false))).toEqual([
      '11.jpg',
      '9.jpg',
      '7.jpg',
      '5.jpg',
    ])
  })

  it('replaces what it knows and keeps its place', () => {
    const merged = mergeFiles(
      [aFile(9), aFile(5)],
      [aFile(5, { preview: 'ready' })],
      'library',
      false,
    )
    expect(merged.map((file) => file.preview)).toEqual(['pending', 'ready'])
  })

  it('lets a trashed file leave the library and enter the trash', () => {
    const trashed = aFile(5, { trashedAt: new Date(2026, 0, 2).toISOString() })
    expect(names(mergeFiles([aFile(9), aFile(5)], [trashed], 'library', false))).toEqual(['9.jpg'])
    expect(names(mergeFiles([], [trashed], 'trash', true))).toEqual(['5.jpg'])
  })

  it('leaves an older file to its own page, unless there are no more pages', () => {
    expect(names(mergeFiles([aFile(9), aFile(5)], [aFile(3)], 'library', false))).toHaveLength(2)
    expect(names(mergeFiles([aFile(9), aFile(5)], [aFile(3)], 'library', true))).toHaveLength(3)
  })
})

it('days follow the order of the list, one group each', () => {
  const other = aFile(2, { createdAt: new Date(2025, 11, 31, 12).toISOString() })
  const days = groupByDay([aFile(9), aFile(5), other], 'library')
  expect(days.map((day) => names(day.files))).toEqual([['9.jpg', '5.jpg'], ['2.jpg']])
})
