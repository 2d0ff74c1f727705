import { Agent, request } from 'node:http'
import { makeSeeded } from '../faults/seeded.ts'
import type { SignedIn, Vault } from '../launch/vault.ts'

export interface Traffic {
  requests: number
  /** Answers of 500 and above, and connections that broke. */
  failures: number
  /** How often each status was among them; 599 is a connection that broke. */
  statuses: Map<number, number>
  /** Milliseconds of each answer, by what was asked. */
  timesMs: Map<string, number[]>
}

/** What pages ask for, by how often. */
const asked: [name: string, path: string, weight: number][] = [
  ['timeline', '/api/timeline', 4],
  ['files', '/api/files?limit=50', 3],
  ['search', '/api/search?q=lake', 2],
  ['folders', '/api/folders', 2],
  ['me', '/api/me', 3],
  ['missing', '/api/files/fil_01ARZ3NDEKTSV4RRFFQ69G5FAV', 1],
  ['health', '/healthz', 1],
]

/** Asks over so many connections at once, each its next when the last was answered, until it is time. */
export async function mixedTraffic(
  vault: Vault,
  user: SignedIn,
  { connections, untilMs }: { connections: number; untilMs: number },
): Promise<Traffic> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const traffic: Traffic = { requests: 0, failures: 0, statuses: new Map(), timesMs: new Map() }
  const deck = asked.flatMap((each) => Array.from({ length: each[2] }, () => each))
  const connection = async (seed: number) => {
    const random = makeSeeded(seed)
    while (Date.now() < untilMs) {
      const [name = '', path = ''] = deck[random.between(0, deck.length - 1)] ?? []
      const startedAt = performance.now()
      const status = await statusOf(agent, vault.url + path, user.cookie)
      const times = traffic.timesMs.get(name) ?? []
      times.push(performance.now() - startedAt)
      traffic.timesMs.set(name, times)
      traffic.requests++
      if (status < 500) continue
      traffic.failures++
      traffic.statuses.set(status, (traffic.statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)))
  agent.destroy()
  return traffic
}

/** 599 for a connection that broke. */
function statusOf(agent: Agent, url: string, cookie: string): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(url, { agent, headers: { Cookie: cookie } }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 599))
      response.once('error', () => resolve(599))
    })
    sent.once('error', () => resolve(599))
    sent.end()
  })
}
