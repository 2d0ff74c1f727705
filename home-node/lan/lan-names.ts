import { BlockList, isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** By what the other devices of the house may call this machine; the best first. */
export interface LanNames {
  addresses: string[]
  hostnames: string[]
}

/** Networks that houses have to themselves: first octets or groups, and how many bits count. */
export const privateNetworks = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['fc00::', 7],
] as const

const isPrivate = new BlockList()
for (const [network, bits] of privateNetworks) {
  isPrivate.addSubnet(network, bits, isIP(network) === 4 ? 'ipv4' : 'ipv6')
}

/** Bridges and tunnels of programs: nobody in the house is behind them, or only somebody far away. */
const virtualInterface =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|flannel|utun|tun|tap|wg|tailscale)/

/**
 * What this machine is called in its house now. An address that the whole world may reach is left
 * out: the house is to be served, not the world.
 */
export function lanNames(interfaces = networkInterfaces(), name = hostname()): LanNames {
  const found = Object.entries(interfaces).flatMap(([each, addresses]) =>
    (addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => ({ address, isVirtual: virtualInterface.test(each) })),
  )
  const rank = ({ address, isVirtual }: (typeof found)[number]) =>
    (isVirtual ? 4 : 0) + (isIP(address) === 4 ? 0 : 2) + (address.startsWith('169.254.') ? 1 : 0)
  const addresses = found
    .filter(({ address }) => isPrivate.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6'))
    .sort((left, right) => rank(left) - rank(right))
    .map(({ address }) => address)
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
  const known = name.toLowerCase()
  const isName = known.length < 250 && known.split('.').every((each) => label.test(each))
  const hostnames =
    !isName || known === 'localhost'
      ? []
      : known.includes('.')
        ? [known]
        : [`${known}.local`, known]
  return { addresses: [...new Set(addresses)], hostnames }
}
