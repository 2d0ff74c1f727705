import { describe, expect, it } from 'vitest'
import { addressSubject, idSubject } from './subjects.ts'

function from(address: string | null) {
  const headers = new Headers(address === null ? {} : { 'CF-Connecting-IP': address })
  return addressSubject(new Request('https://vault.test', { headers }))
}

describe('a request counts for', () => {
  it.each([
    ['203.0.113.77', '203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['::ffff:203.0.113.77', '203.0.113.77', '203.0.113.0/24'],
    ['::ffff:cb00:714d', '203.0.113.77', '203.0.113.0/24'],
  ])('the network of %s', (address, key, shownAs) => {
    expect(from(address)).toEqual({ key, shownAs })
  })

  it.each([null, '', 'nobody', '203.0.113.77, 198.51.100.1', '203.0.113.777', '[::1]'])(
    'one house when its address is %j',
    (address) => {
      expect(from(address)).toEqual({ key: 'local', shownAs: 'local' })
    },
  )

  it('the same whichever address of its own /64 an IPv6 house uses, and another for the next', () => {
    expect(from('2001:db8:1:2::1').key).toBe(from('2001:db8:1:2:ffff:ffff:ffff:ffff').key)
    expect(from('2001:db8:1:3::1').key).not.toBe(from('2001:db8:1:2::1').key)
  })
})

it('a share counts for each address apart, and shows only its network', () => {
  const subject = idSubject('shr_1', from('203.0.113.77'))
  expect(subject).toEqual({ key: 'shr_1:203.0.113.77', shownAs: 'shr_1 203.0.113.0/24' })
})
