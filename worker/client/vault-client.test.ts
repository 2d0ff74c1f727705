import { answerOf, makeVaultClient, VaultError } from 'cloudvault/client'
import { expect, it } from 'vitest'
import { aUser, request } from '../testing/harness.ts'
import { jpegLike } from '../testing/pictures.ts'

/** Asks the Worker itself; the network would say how long a body is. */
const ask: typeof fetch = async (input, init) => {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input)
  const headers = new Headers(init?.headers)
  if (init?.body instanceof Blob) headers.set('Content-Length', String(init.body.size))
  return await request(pathname + search, { ...init, headers })
}

it('the client signs in, uploads, and knows the shapes of what it is answered', async () => {
  const user = await aUser()
  const stranger = makeVaultClient('https://vault.test', { fetch: ask })
  const json = { username: user.username, password: user.password }
  const { token } = await answerOf(stranger.routes.api.auth.login.$post({ json }))
  const { routes, upload } = makeVaultClient('https://vault.test', { token, fetch: ask })

  const { outcome, file } = await upload('beach.jpg', new Blob([jpegLike('by the client')]))
  expect(outcome).toBe('created')
  const { items } = await answerOf(routes.api.files.$get({ query: {} }))
  const names: string[] = items.map(({ name }) => name)
  expect(names).toEqual(['beach.jpg'])
  // @ts-expect-error No file has such a property: the compiler has to say so.
  expect(items[0]?.colour).toBeUndefined()
  await answerOf(routes.api.files[':id'].$delete({ param: { id: file.id } }))
})

it('a refusal is thrown with its code and sentence', async () => {
  const { routes } = makeVaultClient('https://vault.test', { fetch: ask })
  const refused = answerOf(routes.api.files.$get({ query: {} }))
  await expect(refused).rejects.toThrow(VaultError)
  await expect(refused).rejects.toMatchObject({ status: 401, code: 'not_signed_in' })
})
