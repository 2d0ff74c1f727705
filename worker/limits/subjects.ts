import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import type { Deps } from '../deps.ts'

/** Whom a limit counts. */
export interface LimitSubject {
  /** Names the counter: one of each within a class. */
  key: string
  /** What admins are shown: an id, or a network that is too wide to name one house. */
  shownAs: string
}

export const everyone: LimitSubject = { key: 'everyone', shownAs: 'everyone' }

/** A user, API key or other thing of ours, by its id; with `part`, each of those apart. */
export function idSubject(id: string, part?: LimitSubject): LimitSubject {
  return part === undefined
    ? { key: id, shownAs: id }
    : { key: `${id}:${part.key}`, shownAs: `${id} ${part.shownAs}` }
}

/**
 * An account by the folded name or e-mail address that somebody typed, whether or not there is one.
 * It is hashed: what people type there by mistake, passwords too, is not to be read anywhere.
 */
export function accountSubject(deps: Pick<Deps, 'config'>, foldedName: string): LimitSubject {
  const hash = createHmac('sha256', deps.config.passwordPepper)
    .update(`limit\n${foldedName}`)
    .digest('base64url')
  return { key: hash, shownAs: `account #${hash.slice(0, 8)}` }
}

/**
 * Where a request comes from: an IPv4 address, or the /64 that an IPv6 house has to itself. Cloudflare
 * sets the header; on one machine, whatever takes requests for the Worker has to set or remove it.
 */
export function addressSubject(request: Request): LimitSubject {
  const address = request.headers.get('CF-Connecting-IP')?.trim() ?? ''
  switch (isIP(address)) {
    case 4:
      return { key: address, shownAs: networkOfV4(address) }
    case 6: {
      const groups = groupsOfV6(address)
      const mapped = v4In(groups)
      if (mapped !== null) return { key: mapped, shownAs: networkOfV4(mapped) }
      const network = (bits: number) => `${groups.slice(0, bits / 16).join(':')}::/${bits}`
      return { key: network(64), shownAs: network(48) }
    }
    default:
      return { key: 'local', shownAs: 'local' }
  }
}

function networkOfV4(address: string): string {
  return `${address.split('.').slice(0, 3).join('.')}.0/24`
}

/** The eight groups of an IPv6 address, without leading zeros. The URL parser knows every way to write one. */
function groupsOfV6(address: string): string[] {
  const [withoutZone = ''] = address.split('%')
  const short = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1)
  const [before = '', after = ''] = short.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === '' ? [] : after.split(':')
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}

/** `::ffff:a.b.c.d` is an IPv4 address, and must not count as another than that. */
function v4In(groups: string[]): string | null {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null
  const bytes = groups.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
  return bytes.join('.')
}
