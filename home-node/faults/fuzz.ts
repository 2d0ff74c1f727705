import { z } from 'zod'
import { inviteSchema } from '#contracts/admin'
import type { Measure } from '../launch/measure-report.ts'
import { say } from '../launch/say.ts'
import { type SignedIn, startVault } from '../launch/vault.ts'
import { makeSeeded, type Seeded } from './seeded.ts'

const canary = 'canary-that-only-ada-knows'
const atOnce = 16
const slowMs = 2_000
/** What would end the run itself: sign-outs, changes of the account, and sockets. */
const leftOut = /logout|session|sign-out|account|\/ws|wake|live|restore|setup/

const schemaSchema = z.record(z.string(), z.unknown())
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        parameters: z
          .array(
            z.looseObject({ name: z.string(), in: z.string(), schema: schemaSchema.optional() }),
          )
          .optional(),
        requestBody: z
          .looseObject({
            content: z.record(z.string(), z.looseObject({ schema: schemaSchema.optional() })),
          })
          .optional(),
      }),
    ),
  ),
})
type Operation = z.infer<typeof documentSchema>['paths'][string][string]

/**
 * `npm run faults -- fuzz [REQUESTS] [SEED]`: requests that follow the API document, and a part of them
 * not quite, by a user who is nobody's guest. No answer may be of 500 or above, and none may hold what
 * another user wrote.
 */
export async function run(measure: Measure): Promise<void> {
  const [count, seed] = [Number(measure.args[0] ?? 100_000), Number(measure.args[1] ?? 20_261_122)]
  const vault = await startVault({ isWorkerAlone: true })
  try {
    const ada = await vault.setupAdmin()
    await plant(ada)
    const eve = await stranger(vault.url, ada)
    const response = await fetch(`${vault.url}/api/openapi.json`)
    const { paths } = documentSchema.parse(await response.json())
    const routes = Object.entries(paths)
      .filter(([path]) => !leftOut.test(path))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      )
    const random = makeSeeded(seed)
    const found = { errors: 0, leaks: 0, slowest: 0, sent: 0 }
    const worker = async () => {
      while (found.sent < count) {
        found.sent++
        const route = routes[random.between(0, routes.length - 1)]
        if (!route) continue
        const asked = askFor(route.path, route.method, route.operation, random)
        const startedAt = performance.now()
        const answer = await fetch(vault.url + asked.path, {
          ...asked.init,
          headers: { ...asked.init.headers, ...(random.next() < 0.9 && { Authorization: eve }) },
          redirect: 'manual',
        }).catch((error: unknown) => {
          // A connection that breaks is a fault as well.
          const cause = error instanceof Error ? String(error.cause) : ''
          return new Response(cause, { status: 599 })
        })
        const text = await answer.text()
        const took = performance.now() - startedAt
        found.slowest = Math.max(found.slowest, took)
        const name = `${route.method.toUpperCase()} ${route.path}`
        if (took > slowMs) say(`${name} took ${Math.round(took)} ms`)
        // `internal` is a fault of ours; 503 says which part is away.
        if (answer.status >= 500 && answer.status !== 503) {
          found.errors++
          say(
            `${name} answered ${answer.status}: ${JSON.stringify(asked).slice(0, 400)} ${text.slice(0, 100)}`,
          )
        }
        if (text.includes(canary) || text.includes(ada.me.userId)) {
          found.leaks++
          say(`${name} told what is not the asker's`)
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    const unit = `of ${count}, seed ${seed}`
    const none = (name: string, ours: number) =>
      measure.figure({ name, ours, unit, goal: 'none', ok: ours === 0 })
    none('answers of 500 and above', found.errors)
    none('answers that hold what is another’s', found.leaks)
    const [ours, goal] = [found.slowest, `at most ${slowMs}`]
    measure.figure({ name: 'slowest answer', ours, unit: 'ms', goal, ok: ours <= slowMs })
  } finally {
    await vault.stop()
  }
}

/** What only this user may see: a folder and a file by a name that says so. */
async function plant(user: SignedIn): Promise<void> {
  await user.fetch('/api/folders', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: canary }),
  })
  await user.fetch(`/api/files/upload?name=${canary}.txt`, { method: 'POST', body: canary })
}

const tokenSchema = z.object({ access_token: z.string() })

/** Registers somebody who shares nothing with anybody; answers their `Authorization`. */
async function stranger(url: string, admin: SignedIn): Promise<string> {
  const made = await admin.fetch('/api/admin/invite-codes', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  const { code } = inviteSchema.parse(await made.json())
  const account = { username: 'eve', password: 'a fine long password', invite_code: code }
  const registered = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(account),
  })
  const { access_token } = tokenSchema.parse(await registered.json())
  return `Bearer ${access_token}`
}

function askFor(path: string, method: string, operation: Operation, random: Seeded) {
  let target = path
  const query = new URLSearchParams()
  for (const { name, in: where, schema } of operation.parameters ?? []) {
    const value = String(madeBy(schema ?? {}, random, 0))
    if (where === 'path') target = target.replace(`{${name}}`, encodeURIComponent(value) || 'x')
    else if (where === 'query' && random.next() < 0.4) query.set(name, value)
  }
  const json = operation.requestBody?.content['application/json']?.schema
  const body = json && JSON.stringify(madeBy(json, random, 0))
  const init = {
    method: method.toUpperCase(),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body }),
  }
  return { path: query.size > 0 ? `${target}?${query}` : target, init }
}

const odd = [null, '', 0, -1, 1e308, true, [], {}, 'x'.repeat(3_000), '\u0000', '🐈', "' or 1=1 --"]

/** A value by its JSON schema; one in ten is something else. */
function madeBy(schema: Record<string, unknown>, random: Seeded, depth: number): unknown {
  if (random.next() < 0.1 || depth > 5) return odd[random.between(0, odd.length - 1)]
  const inner = (part: unknown) => madeBy(schemaSchema.catch({}).parse(part), random, depth + 1)
  if (schema.const !== undefined) return schema.const
  for (const choice of [schema.enum, schema.anyOf, schema.oneOf]) {
    if (!Array.isArray(choice) || choice.length === 0) continue
    const chosen: unknown = choice[random.between(0, choice.length - 1)]
    return choice === schema.enum ? chosen : inner(chosen)
  }
  if (schema.type === 'object') {
    const properties = Object.entries(schemaSchema.catch({}).parse(schema.properties))
    return Object.fromEntries(properties.map(([name, part]) => [name, inner(part)]))
  }
  if (schema.type === 'array') {
    return Array.from({ length: random.between(0, 3) }, () => inner(schema.items))
  }
  if (schema.type === 'integer') return random.between(0, 1_000)
  if (schema.type === 'number') return random.next()
  if (schema.type === 'boolean') return random.next() < 0.5
  const prefix = /^\^?([a-z]{3}_)/.exec(String(schema.pattern ?? ''))?.[1] ?? ''
  return `${prefix}01ARZ3NDEKTSV4RRFFQ69G5FAV`
}
