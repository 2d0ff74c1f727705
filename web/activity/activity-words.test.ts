import { expect, it } from 'vitest'
import type { ActivityEntry } from '#contracts/activity'
import { fileIdSchema, folderIdSchema } from '#contracts/ids'
import { actorText, happenedText } from './activity-words.ts'

const file = {
  id: fileIdSchema.parse(`fil_${'0'.repeat(26)}`),
  name: 'lake.jpg',
  thumbUrl: null,
}
const folder = { id: folderIdSchema.parse(`fld_${'0'.repeat(26)}`), name: 'Summer' }
const entry: ActivityEntry = {
  ...{ key: 'k', kind: 'added', at: '2026-01-01T00:00:00Z', by: 'ada', isGuest: false },
  ...{ file, folder, files: 1, text: null, withUser: null },
}

it('every entry is a sentence that names what it knows', () => {
  const words = (more: Partial<ActivityEntry>) => happenedText({ ...entry, ...more })
  expect(words({})).toBe('added lake.jpg to Summer')
  expect(words({ files: 3, folder: null })).toBe('added 3 files')
  expect(words({ kind: 'commented', file: null })).toBe('commented on a file')
  expect(words({ kind: 'granted', withUser: 'bo' })).toBe('shared Summer with bo')
  expect(words({ kind: 'linked', text: 'Our lake' })).toBe('made the link “Our lake”')
  expect(actorText({ ...entry, isGuest: true, by: 'Grandma' })).toBe('Grandma (guest)')
  expect(actorText({ ...entry, by: null })).toBe('Somebody who is gone')
})
