import { expect, it } from 'vitest'
import { filterQuery, noFilter } from './audit-filter.ts'

it('without a wish nothing is asked for', () => {
  expect(filterQuery(noFilter)).toEqual({})
})

it('one day lasts from its midnight to the next one, of the reader’s own calendar', () => {
  const day = { ...noFilter, firstDay: '2026-10-31', lastDay: '2026-10-31' }
  expect(filterQuery(day)).toEqual({
    since: new Date(2026, 9, 31).toISOString(),
    until: new Date(2026, 10, 1).toISOString(),
  })
})

it('a day that is half typed narrows nothing', () => {
  expect(filterQuery({ ...noFilter, firstDay: '2026-1' })).toEqual({})
})

it('an action and a person are asked for as they are', () => {
  expect(filterQuery({ ...noFilter, action: 'quota.changed', actorId: 'usr_a' })).toEqual({
    action: 'quota.changed',
    actorId: 'usr_a',
  })
})
