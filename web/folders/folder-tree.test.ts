import { describe, expect, it } from 'vitest'
import { type FolderView, folderViewSchema } from '#contracts/folders'
import { type FolderId, folderIdSchema } from '#contracts/ids'
import { foldersAbove, inNameOrder, mayLieIn, treeOf, visibleRows } from './folder-tree.ts'

const spaceId = 'spc_01M7Y8GAW92WDN3W7WXYXRT8G0'

function idOf(number: number): FolderId {
  return folderIdSchema.parse(`fld_01M7Y8GAW92WDN3W7WXYXR${String(number).padStart(4, '0')}`)
}

function aFolder(number: number, name: string, above: number | null, kind = 'folder'): FolderView {
  return folderViewSchema.parse({
    ...{ id: idOf(number), spaceId, kind, name },
    parentId: above === null ? null : idOf(above),
    fileCount: 0,
    folderCount: 0,
    coverFileId: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: null,
    trashedAt: null,
  })
}

const folders = [
  aFolder(1, 'Travel', null),
  aFolder(2, 'Italy', 1),
  aFolder(3, 'Rome', 2),
  aFolder(4, 'Day 10', 3),
  aFolder(5, 'Day 2', 3),
  aFolder(6, 'House', null),
  aFolder(7, 'Best of', null, 'album'),
]

describe('folders as a tree', () => {
  it('lie in each other by name, numbers by their value, and albums are not among them', () => {
    const names = visibleRows(treeOf(folders), new Set(folders.map(({ id }) => id))).map(
      ({ level, folder }) => `${level} ${folder.name}`,
    )
    expect(names).toEqual(['1 House', '1 Travel', '2 Italy', '3 Rome', '4 Day 2', '4 Day 10'])
  })

  it('show nothing of what lies in a closed folder', () => {
    const rows = visibleRows(treeOf(folders), new Set([idOf(2)]))
    expect(rows.map(({ folder }) => folder.name)).toEqual(['House', 'Travel'])
  })

  it('stand at the top when who looks may not see what is above them', () => {
    const shared = folders.filter(({ id }) => id !== idOf(1))
    expect(treeOf(shared).map(({ folder }) => folder.name)).toEqual(['House', 'Italy'])
  })

  it('tell the way to one of them', () => {
    expect(foldersAbove(folders, idOf(4)).map(({ name }) => name)).toEqual([
      'Travel',
      'Italy',
      'Rome',
    ])
  })

  it('go neither into themselves nor into what lies in them', () => {
    expect(mayLieIn(folders, idOf(2), idOf(2))).toBe(false)
    expect(mayLieIn(folders, idOf(2), idOf(4))).toBe(false)
    expect(mayLieIn(folders, idOf(2), idOf(6))).toBe(true)
    expect(mayLieIn(folders, idOf(2), null)).toBe(true)
  })

  it('stand in the order of their names whatever the case', () => {
    expect(inNameOrder([{ name: 'b' }, { name: 'C' }, { name: 'a' }])).toEqual([
      { name: 'a' },
      { name: 'b' },
      { name: 'C' },
    ])
  })
})
