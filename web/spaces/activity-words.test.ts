import { expect, it } from 'vitest'
import { actorOf, groupEntries, happeningText } from './activity-words.ts'
import type { ActivityEntry } from './calls.ts'

const nobody = () => null

function anEntry(of: Partial<ActivityEntry>): ActivityEntry {
  return {
    chain: 'spc_01M7Y8GAW92WDN3W7WXYXRT8G0',
    seq: 1,
    at: 0,
    action: 'file.trashed',
    actorId: 'usr_01M7Y8GAW92WDN3W7WXYXRT8G0',
    actorName: 'ada',
    subjectId: null,
    details: {},
    prevHash: '0'.repeat(64),
    hash: '1'.repeat(64),
    ...of,
  }
}

it('files that one person trashed after each other are one line; another person begins a new one', () => {
  const other = { actorId: 'usr_01M7Y8GAW92WDN3W7WXYXRT8G1', actorName: 'bob' }
  const groups = groupEntries([anEntry({}), anEntry({}), anEntry(other), anEntry({})])
  const texts = groups.map((group) => `${actorOf(group.entry)} ${happeningText(group, nobody)}`)
  expect(texts).toEqual([
    'ada moved 2 files to the trash',
    'bob moved 1 file to the trash',
    'ada moved 1 file to the trash',
  ])
})

it('members that came after each other stay lines of their own', () => {
  const added = anEntry({ action: 'member.added', subjectId: 'usr_b', details: { role: 'viewer' } })
  const groups = groupEntries([added, added])
  expect(groups).toHaveLength(2)
  expect(groups.map((group) => happeningText(group, () => 'bob'))).toEqual([
    'added bob as viewer',
    'added bob as viewer',
  ])
})

it('whoever leaves is not said to remove themselves', () => {
  const left = anEntry({
    action: 'member.removed',
    subjectId: 'usr_01M7Y8GAW92WDN3W7WXYXRT8G0',
    details: { isLeave: true },
  })
  expect(happeningText({ entry: left, times: 1 }, nobody)).toBe('left this space')
})

it.each([
  [null, 'Somebody unknown'],
  ['system', 'The vault'],
  ['operator', 'The operator'],
  ['key_01M7Y8GAW92WDN3W7WXYXRT8G0', 'An API key'],
  ['usr_01M7Y8GAW92WDN3W7WXYXRT8G0', 'Somebody who is gone'],
])('the actor %s without a name is “%s”', (actorId, name) => {
  expect(actorOf(anEntry({ actorId, actorName: null }))).toBe(name)
})

it('an action that this page has no words for is shown as it is named', () => {
  const entry = anEntry({ action: 'grant.made' })
  expect(happeningText({ entry, times: 1 }, nobody)).toBe('grant: made')
})
