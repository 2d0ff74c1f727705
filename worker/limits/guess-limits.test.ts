import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppEnv } from '../app-env.ts'
import { problemResponse } from '../http/problem.ts'
import { testDeps } from '../testing/harness.ts'
import {
  forgiveInvite,
  forgiveLogin,
  requireInviteLimits,
  requireLoginLimits,
} from './guess-limits.ts'

let clock: number
let looked: number

beforeEach(() => {
  clock = Date.now()
  looked = 0
})

const app = new Hono<AppEnv>()
  .use(async (c, next) => {
    c.set('deps', testDeps({ now: () => clock }))
    await next()
  })
  .get('/login', async (c) => {
    const name = c.req.query('name') ?? ''
    await requireLoginLimits(c, name)
    looked++
    if (c.req.query('password') !== 'right') return c.text('wrong', 401)
    await forgiveLogin(c, name)
    return c.text('in')
  })
  .get('/invite', async (c) => {
    await requireInviteLimits(c)
    looked++
    if (c.req.query('code') !== 'right') return c.text('wrong', 404)
    await forgiveInvite(c)
    return c.text('in')
  })
app.onError((error, c) => {
  const response = problemResponse(error, 'request')
  return c.newResponse(response.body, response)
})

let networks = 0
const aNetwork = () => `198.51.${100 + Math.floor(++networks / 250)}.${networks % 250}`

async function ask(path: string, address: string) {
  return await app.request(path, { headers: { 'CF-Connecting-IP': address } })
}

const logIn = (name: string, password: string, address: string) =>
  ask(`/login?name=${name}&password=${password}`, address)

describe('logging in', () => {
  it('is refused after five wrong passwords in a minute, with the right one too, until it ends', async () => {
    const [name, address] = [crypto.randomUUID(), aNetwork()]
    const guesses = Array.from({ length: 50 }, () => logIn(name, 'wrong', aNetwork()))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(45)
    expect(looked).toBe(5)
    const right = await logIn(name, 'right', address)
    expect(right.status).toBe(429)
    const seconds = Number(right.headers.get('Retry-After'))
    expect(seconds).toBe(60)
    clock += seconds * 1_000
    expect((await logIn(name, 'right', address)).status).toBe(200)
  })

  it('is as free for an account that has proved itself as for a new one', async () => {
    const [name, address] = [crypto.randomUUID(), aNetwork()]
    for (let round = 1; round <= 8; round++) {
      for (let wrong = 1; wrong <= 2; wrong++) await logIn(name, 'wrong', address)
      const right = await logIn(name, 'right', address)
      expect(right.status).toBe(200)
      // The network has lost the wrong tries, and no other.
      clock += 10_000
    }
  })

  it('is refused to a network after twenty wrong passwords, whatever the accounts', async () => {
    const address = aNetwork()
    const statuses = []
    for (let index = 0; index < 25; index++) {
      statuses.push((await logIn(crypto.randomUUID(), 'wrong', address)).status)
    }
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)])
    expect((await logIn(crypto.randomUUID(), 'right', aNetwork())).status).toBe(200)
  })

  it('with right passwords is never refused: a whole house may do it at once', async () => {
    const address = aNetwork()
    for (let index = 0; index < 40; index++) {
      expect((await logIn(`house-${index}`, 'right', address)).status).toBe(200)
    }
  })

  it('costs an account nothing when its network was refused', async () => {
    const [name, address] = [crypto.randomUUID(), aNetwork()]
    for (let index = 0; index < 20; index++) await logIn(crypto.randomUUID(), 'wrong', address)
    for (let index = 0; index < 10; index++) await logIn(name, 'wrong', address)
    expect((await logIn(name, 'right', aNetwork())).status).toBe(200)
  })
})

describe('invite codes', () => {
  it('are refused after ten tries of one network, and after a hundred a day of all', async () => {
    const [right, wrong] = ['/invite?code=right', '/invite?code=wrong']
    const address = aNetwork()
    const tries = await Promise.all(Array.from({ length: 1_000 }, () => ask(wrong, address)))
    expect(tries.filter(({ status }) => status === 404)).toHaveLength(10)
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(990)
    // Right ones do not bring the breaker nearer.
    for (let index = 0; index < 50; index++) {
      expect((await ask(right, aNetwork())).status).toBe(200)
    }
    for (let index = 0; index < 90; index++) {
      expect((await ask(wrong, aNetwork())).status).toBe(404)
    }
    const broken = await ask(right, aNetwork())
    expect(broken.status).toBe(429)
    expect(Number(broken.headers.get('Retry-After'))).toBe(86_400)
    expect(looked).toBe(150)
    clock += 86_400_000
    expect((await ask(right, aNetwork())).status).toBe(200)
  })
})
