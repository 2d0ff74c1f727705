// Which addresses belong to the whole world, by IANA's registries of special-purpose addresses
// (RFC 6890 and its updates): https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry.

/** Networks of IPv4 that are somebody's own, or nobody's: first address and length of the prefix. */
const specialIpv4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within 2000::/3, which is all that is given out as global unicast; everything else is refused. */
const specialIpv6: [string, number][] = [
  // IETF protocol assignments, with Teredo (which holds IPv4 addresses), ORCHID and benchmarking.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 holds an IPv4 address, which may be a private one.
  ['2002::', 16],
  ['3fff::', 20],
]

/** Whether an IP address in text form may be asked for by anybody. What is no address is not public. */
export function isPublicAddress(text: string): boolean {
  const ipv4 = ipv4Of(text)
  if (ipv4 !== null)
    return !specialIpv4.some(([first, length]) => lies(ipv4, ipv4Of(first), length, 32n))
  const ipv6 = ipv6Of(text)
  if (ipv6 === null || !lies(ipv6, ipv6Of('2000::'), 3, 128n)) return false
  return !specialIpv6.some(([first, length]) => lies(ipv6, ipv6Of(first), length, 128n))
}

function lies(address: bigint, first: bigint | null, length: number, bits: bigint): boolean {
  const rest = bits - BigInt(length)
  return first !== null && address >> rest === first >> rest
}

function ipv4Of(text: string): bigint | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null
  const parts = text.split('.').map(Number)
  if (parts.some((part) => part > 255)) return null
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function ipv6Of(text: string): bigint | null {
  if (!/^[0-9a-fA-F:.]+$/.test(text)) return null
  // The last 32 bits may be written as an IPv4 address.
  const [, before = '', tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? []
  const ipv4 = tail === undefined ? null : ipv4Of(tail)
  if (tail !== undefined && ipv4 === null) return null
  const whole =
    ipv4 === null ? text : `${before}${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`
  const halves = whole.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], end] = halves
  const missing = 8 - head.length - (end?.length ?? 0)
  if (halves.length > 2 || missing < 0 || (end === undefined && missing > 0)) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(end ?? [])]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null
  return groups.reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n)
}
