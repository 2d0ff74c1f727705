import { isIP } from 'node:net'

/**
 * The value of the extension that binds an authority to `hostnames` (and all below them) and
 * `networks` (with how many bits count), in DER: RFC 5280, 4.2.1.10. Whoever steals its key can then
 * speak for this house, and for nobody else.
 */
export function nameConstraints(
  hostnames: readonly string[],
  networks: readonly (readonly [string, number])[],
): Uint8Array {
  const subtrees = [
    ...hostnames.map((name) => der(0x30, der(0x82, Buffer.from(name, 'ascii')))),
    ...networks.map(([network, bits]) =>
      der(0x30, der(0x87, Buffer.concat([addressBytes(network), maskBytes(network, bits)]))),
    ),
  ]
  return der(0x30, der(0xa0, Buffer.concat(subtrees)))
}

/** One element of DER: its tag, its length, its content. */
function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content])
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [before = '', after = ''] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [head, tail] = [groups(before), groups(after)]
  const middle = Array<string>(8 - head.length - tail.length).fill('0')
  const all = [...head, ...middle, ...tail].map((group) => Number.parseInt(group, 16))
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

function maskBytes(address: string, bits: number): Buffer {
  const length = isIP(address) === 4 ? 4 : 16
  const masks = Array.from({ length }, (_, index) => {
    const left = Math.min(8, Math.max(0, bits - index * 8))
    return (0xff << (8 - left)) & 0xff
  })
  return Buffer.from(masks)
}
