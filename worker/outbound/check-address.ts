import type { Config } from '../env.ts'
import { AppError } from '../errors.ts'

/** What `checkAddress` needs to know of the configuration. */
export type AddressRules = Pick<Config, 'outboundAllowedOrigins' | 'homeUrl'>

const addressMaxLength = 2_048

/** Names that no public host has, or that lead into somebody's own network by custom (RFC 6761, 6762, 8375). */
const privateEndings = [
  ...[
    'localhost',
    'local',
    'localdomain',
    'internal',
    'intranet',
    'private',
    'corp',
    'home',
    'lan',
  ],
  ...['home.arpa', 'in-addr.arpa', 'ip6.arpa', 'invalid', 'test', 'onion', 'alt'],
]

/**
 * An address that somebody gave, if it may be asked at all, as far as its text tells. Spellings of IP
 * addresses as one number, in octal or in hex are none any more once `URL` has read them. Throws
 * `url_not_allowed`.
 */
export function checkAddress(rules: AddressRules, text: string): URL {
  if (text.length > addressMaxLength || !URL.canParse(text))
    throw notAllowed('It is no web address.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw notAllowed('It must not hold a name or a password.')
  }
  if (isNamedByOperator(rules, url)) return url
  if (url.protocol !== 'https:') throw notAllowed('It must begin with https://.')
  if (url.port !== '') throw notAllowed('It must not name a port.')
  const host = url.hostname.replace(/\.$/, '')
  if (isIpAddress(host)) throw notAllowed('It must name its host, not an IP address.')
  const isPrivate = privateEndings.some((end) => host === end || host.endsWith(`.${end}`))
  if (!host.includes('.') || isPrivate || host === hostOf(rules.homeUrl)) {
    throw notAllowed('Its host is not on the public Internet.')
  }
  return url
}

/** Whether the operator has named this origin: what they name may be plain HTTP and on loopback. */
export function isNamedByOperator(
  { outboundAllowedOrigins }: Pick<AddressRules, 'outboundAllowedOrigins'>,
  url: URL,
): boolean {
  return outboundAllowedOrigins.has(url.origin)
}

export function notAllowed(why: string): AppError {
  return new AppError('url_not_allowed', `This address cannot be used. ${why}`)
}

/** `URL` writes IPv6 in brackets, and IPv4 always as four decimal numbers. */
function isIpAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)
}

function hostOf(address: string | null): string | null {
  return address === null ? null : new URL(address).hostname
}
