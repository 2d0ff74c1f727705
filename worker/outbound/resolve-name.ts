import { z } from 'zod'
import { AppError } from '../errors.ts'
import { notAllowed } from './check-address.ts'
import { isPublicAddress } from './public-address.ts'

/** The JSON form of DNS over HTTPS: https://developers.google.com/speed/public-dns/docs/doh/json */
const answerSchema = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
})

const recordTypes = { A: 1, AAAA: 28 } as const
const answerMaxBytes = 65_536

/**
 * Asks a resolver for every address of a name. Throws `url_not_allowed` when it has none, or when one
 * of them is not public, and `source_failed` when the resolver does not answer.
 */
export async function requirePublicName(
  resolver: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const answers = await Promise.all([
    ask(resolver, name, 'A', signal),
    ask(resolver, name, 'AAAA', signal),
  ])
  const addresses = answers.flat()
  if (addresses.length === 0) throw notAllowed('Its host is not known.')
  if (!addresses.every(isPublicAddress)) throw notAllowed('Its host is not on the public Internet.')
}

async function ask(
  resolver: string,
  name: string,
  type: keyof typeof recordTypes,
  signal: AbortSignal,
): Promise<string[]> {
  const url = new URL(resolver)
  url.searchParams.set('name', name)
  url.searchParams.set('type', type)
  try {
    const response = await fetch(url, {
      headers: { Accept: 'application/dns-json' },
      redirect: 'manual',
      signal,
    })
    const text = await response.text()
    if (!response.ok || text.length > answerMaxBytes) throw new Error(`status ${response.status}`)
    const { Answer: records = [] } = answerSchema.parse(JSON.parse(text))
    // CNAMEs come along; the resolver has followed them.
    return records.filter((record) => record.type === recordTypes[type]).map(({ data }) => data)
  } catch (cause) {
    const detail = 'The host of this address could not be looked up. Try again later.'
    throw new AppError('source_failed', detail, { cause })
  }
}
