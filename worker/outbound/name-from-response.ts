import type { OutboundResponse } from './outbound.ts'

/**
 * What a file from the web is called: what `Content-Disposition` says (RFC 6266, `filename*` before
 * `filename`, of a path its last part), else the last part of the address's path, else its host.
 */
export function nameFromResponse({
  url,
  headers,
}: Pick<OutboundResponse, 'url' | 'headers'>): string {
  const said = nameOf(headers.get('Content-Disposition') ?? '')
  const path = url.pathname.split('/').findLast((part) => part !== '') ?? ''
  return lastPart(said) || decoded(path) || url.hostname
}

function nameOf(disposition: string): string {
  // RFC 8187: charset, language and percent-encoded text.
  const [, extended] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? []
  const text = extended === undefined ? '' : decoded(extended)
  if (text !== '') return text
  const [, quoted] = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition) ?? []
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  const [, token = ''] = /;\s*filename\s*=\s*([^;\s]+)/i.exec(disposition) ?? []
  return token
}

function lastPart(name: string): string {
  return name.split(/[/\\]/).at(-1)?.trim() ?? ''
}

/** '' where it cannot be decoded: another name is better than a broken one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
