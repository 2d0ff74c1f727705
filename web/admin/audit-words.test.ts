import { expect, it } from 'vitest'
import { auditActions } from '#contracts/audit'
import { actionGroups, actorWords, happeningWords, type NamedEntry } from './audit-words.ts'

const ada = 'usr_01M7Y8GAW92WDN3W7WXYXRT8G0'
const bob = 'usr_01M7Y8GAW92WDN3W7WXYXRT8G1'

function sentence(of: Partial<NamedEntry>): string {
  const entry: NamedEntry = {
    ...{ chain: 'vault', seq: 1, at: 0, action: 'account.created', details: {} },
    ...{ actorId: ada, actorName: 'ada', subjectId: bob, subjectName: 'bob' },
    ...{ prevHash: '0'.repeat(64), hash: '1'.repeat(64) },
    ...of,
  }
  return `${actorWords(entry)} ${happeningWords(entry)}`
}

it('a quota is told with what it was and what it is', () => {
  const details = { from: 10e9, to: 50e9 }
  expect(sentence({ action: 'quota.changed', details })).toBe(
    'ada set the quota of bob to 50 GB, from 10 GB',
  )
})

it('whoever registers makes an account, whoever imports makes one for somebody', () => {
  expect(sentence({ subjectId: ada })).toBe('ada made an account')
  expect(sentence({})).toBe('ada made an account for bob')
})

it('somebody unknown who fails to sign in is said to be unknown, and whom they tried', () => {
  const nobody = { actorId: null, actorName: null, action: 'login.failed' } as const
  expect(sentence(nobody)).toBe('Somebody unknown failed to sign in as bob')
  expect(sentence({ ...nobody, subjectId: null })).toBe('Somebody unknown failed to sign in')
})

it('a user who is gone is somebody', () => {
  const gone = { action: 'account.deleted', subjectId: 'usr_gone', subjectName: null } as const
  expect(sentence(gone)).toBe('ada deleted somebody')
})

it('an invite says for how many', () => {
  expect(sentence({ action: 'invite.made', details: { maxUses: 1 } })).toBe(
    'ada made an invite for one person',
  )
  expect(sentence({ action: 'invite.made', details: { maxUses: 25 } })).toBe(
    'ada made an invite for 25 people',
  )
})

it('every action that is audited can be asked for', () => {
  const offered = actionGroups.flatMap(({ actions }) => actions)
  expect(offered.toSorted()).toEqual([...auditActions].toSorted())
})
