/** What a call sends. A file of a form is named in the command as one that lies beside it. */
export type Body =
  | { kind: 'json'; value: unknown }
  | { kind: 'form'; fields: readonly (readonly [string, string | File])[] }

/**
 * The command that makes the same call. `credential` is the name of the variable that holds the key or
 * token: neither stands in what people copy.
 */
export function curlOf(
  origin: string,
  { method, path, body }: { method: string; path: string; body?: Body },
  credential: '$KEY' | '$TOKEN',
): string {
  const header = credential === '$KEY' ? '"X-API-Key: $KEY"' : '"Authorization: Bearer $TOKEN"'
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(origin + path)}`]
  lines.push(`-H ${header}`)
  if (body?.kind === 'json') {
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body.value))}`)
  }
  for (const [name, value] of body?.kind === 'form' ? body.fields : []) {
    if (typeof value === 'string') lines.push(`--form-string ${quoted(`${name}=${value}`)}`)
    else lines.push(`-F ${quoted(`${name}=@"${value.name.replaceAll(/["\\]/g, '')}"`)}`)
  }
  return lines.join(' \\\n  ')
}

/** A word of a POSIX shell that means itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
