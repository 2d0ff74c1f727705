import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type EdgeLimitClass, edgeLimitClasses } from '#contracts/limits'
import { anAddress, origin, request } from '../testing/harness.ts'
import { edgeClasses } from './classes.ts'

const closed = { limit: async () => ({ success: false }) }

/** The vault with one of its generous classes closed. */
async function ask(closedClass: EdgeLimitClass, method: string, path: string): Promise<number> {
  const bindings = { ...env, [edgeClasses[closedClass].binding]: closed }
  const headers = { 'CF-Connecting-IP': anAddress(), Origin: origin }
  return (await request(path, { method, headers }, bindings)).status
}

describe('a generous class', () => {
  it.each<[string, string, EdgeLimitClass[]]>([
    ['GET', '/login', ['page']],
    ['GET', '/register', ['page']],
    ['GET', '/request-access', ['page']],
    ['POST', '/login', ['page']],
    ['POST', '/logout', ['page']],
    ['GET', '/m/anything', ['media']],
    ['POST', '/api/files/upload', ['upload', 'api']],
    ['GET', '/api/files', ['api']],
    ['GET', '/api/spaces', ['api']],
    ['GET', '/api/admin/users', ['api']],
    ['POST', '/api/auth/login', ['api']],
  ])('stands before %s %s: %j, and no other does', async (method, path, classes) => {
    const refusing: EdgeLimitClass[] = []
    for (const each of edgeLimitClasses) {
      if ((await ask(each, method, path)) === 429) refusing.push(each)
    }
    expect(new Set(refusing)).toEqual(new Set(classes))
  })
})
