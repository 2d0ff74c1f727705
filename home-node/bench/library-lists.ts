import { Agent, request } from 'node:http'
import { fileListSchema, fileSorts } from '#contracts/files'
import { monthPageSchema, timelineSchema } from '#contracts/timeline'
import type { Measure } from '../launch/measure-report.ts'
import type { Vault } from '../launch/vault.ts'

const rounds = 40
/** How far into a list its deep page lies. */
const deepPages = 100

interface Asked {
  name: string
  path: string
}

/**
 * What the first answers of a library take, each in turns with a bare Worker that answers as many
 * bytes through the same kind of server; and whether a page costs more the deeper it lies.
 */
export async function measureLists(
  measure: Measure,
  { vault, cookie, bareUrl }: { vault: Vault; cookie: string; bareUrl: string },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = (path: string) => ask(agent, vault.url + path, { Cookie: cookie })
  const first = await get('/api/timeline')
  const { months } = timelineSchema.parse(JSON.parse(first.text))
  const [busiest] = [...months].sort((one, two) => two[1] - one[1])
  if (!busiest) throw new Error('The library is empty.')
  measure.figure({
    name: `bytes of the timeline's first answer, ${months.length} months`,
    ours: first.text.length,
    goal: 'under 10,240',
    ok: first.text.length < 10_240,
    unit: 'bytes',
  })
  const monthPath = `/api/timeline/${busiest[0]}?limit=500`
  const month = await get(monthPath)
  const perPicture = month.text.length / monthPageSchema.parse(JSON.parse(month.text)).items.length
  measure.figure({
    name: 'bytes of one picture in a month',
    ours: perPicture,
    goal: 'under 600',
    ok: perPicture < 600,
    unit: 'bytes',
  })

  const deep = async (path: string): Promise<string> => {
    let cursor: string | null = null
    for (let page = 0; page < deepPages; page++) {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`
      const { nextCursor } = fileListSchema.parse(JSON.parse((await get(path + more)).text))
      if (nextCursor === null) break
      cursor = nextCursor
    }
    return `${path}&cursor=${cursor}`
  }
  const folderId = await largestFolder(get)
  const lists = [
    ...fileSorts.map((sort) => ({ name: `by ${sort}`, path: `/api/files?limit=100&sort=${sort}` })),
    ...(['taken', 'name'] as const).map((sort) => ({
      name: `one folder by ${sort}`,
      path: `/api/files?limit=100&sort=${sort}&folder=${folderId}`,
    })),
  ]
  const asked: Asked[] = [
    { name: "the timeline's first answer", path: '/api/timeline' },
    { name: `the busiest month, ${busiest[1]} files`, path: monthPath },
  ]
  for (const list of lists) {
    asked.push({ ...list, name: `first page ${list.name}` })
    asked.push({ name: `page ${deepPages} ${list.name}`, path: await deep(list.path) })
  }
  const medians = new Map<string, number>()
  for (const each of asked) medians.set(each.name, await measureOne(measure, each, get, bareUrl))
  agent.destroy()
  for (const { name } of lists) {
    const [near, far] = [
      medians.get(`first page ${name}`),
      medians.get(`page ${deepPages} ${name}`),
    ]
    if (near === undefined || far === undefined) continue
    measure.figure({
      name: `page ${deepPages} to the first ${name}`,
      ours: far / near,
      goal: 'at most 1.5',
      ok: far / near <= 1.5,
      unit: 'times',
    })
  }
}

type Get = (path: string) => Promise<{ text: string; tookMs: number }>

async function measureOne(measure: Measure, { name, path }: Asked, get: Get, bareUrl: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { text } = await get(path)
  const bytes = Buffer.byteLength(text)
  const [ours, peers]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push((await get(path)).tookMs)
    peers.push((await ask(agent, `${bareUrl}/?bytes=${bytes}`, {})).tookMs)
  }
  agent.destroy()
  const [p50, p95] = [quantile(ours, 0.5), quantile(ours, 0.95)]
  measure.figure({
    name: `${name} (p95 ${p95.toFixed(1)} ms; ${(bytes / 1_000).toFixed(1)} KB)`,
    ours: p50,
    peer: { name: 'a bare Worker, as many bytes', value: quantile(peers, 0.5) },
    ratio: quantile(peers, 0.5) / p50,
    goal: 'p50 at most 100 ms above the peer',
    ok: p50 - quantile(peers, 0.5) <= 100,
    unit: 'ms',
  })
  return p50
}

/** The folder that the most of the newest files lie in. */
async function largestFolder(get: Get): Promise<string> {
  const { items } = fileListSchema.parse(JSON.parse((await get('/api/files?limit=200')).text))
  const counts = new Map<string, number>()
  for (const { folderId } of items) {
    if (folderId !== null) counts.set(folderId, (counts.get(folderId) ?? 0) + 1)
  }
  const [largest] = [...counts].sort((one, two) => two[1] - one[1])
  return largest?.[0] ?? 'top'
}

function ask(agent: Agent, url: string, headers: Record<string, string>) {
  return new Promise<{ text: string; tookMs: number }>((resolve, reject) => {
    const start = performance.now()
    const sent = request(url, { agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ text, tookMs: performance.now() - start })
        else reject(new Error(`${new URL(url).pathname} answered ${response.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((one, two) => one - two)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
