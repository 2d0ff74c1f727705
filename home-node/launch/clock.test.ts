import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { keepSchedule } from './clock.ts'

it('rings the schedule again and again, also when the Worker does not answer, until it is stopped', async () => {
  const rings: string[] = []
  const { promise: thrice, resolve } = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    rings.push(request.url ?? '')
    if (rings.length === 1) request.socket.destroy()
    else response.end('ok')
    if (rings.length === 3) resolve()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const stopping = new AbortController()
  keepSchedule(`http://127.0.0.1:${port}`, stopping.signal, 20)
  await thrice
  stopping.abort()
  const heard = rings.length
  await new Promise((later) => setTimeout(later, 100))
  server.close()
  expect(new Set(rings)).toEqual(new Set(['/cdn-cgi/local/scheduled']))
  expect(rings.length).toBe(heard)
})
