import { expect, it } from 'vitest'
import { consentListSchema } from '#contracts/consent'
import { aUser, testDeps } from '../testing/harness.ts'
import { areFacesOn } from './consent.ts'

const text = 'Everybody whose face is looked for here has agreed to it.'

it('faces are off in a space until its admin says what was agreed to, and off again after', async () => {
  const [deps, user] = [testDeps(), await aUser()]
  const path = `/api/spaces/${user.spaceId}/face-consent`
  const put = async (body: object) =>
    await user.fetch(path, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect(await areFacesOn(deps, user.spaceId)).toBe(false)
  expect((await put({ text: 'Yes.' })).status).toBe(400)
  expect(await areFacesOn(deps, user.spaceId)).toBe(false)

  const on = consentListSchema.parse(await (await put({ text })).json())
  expect(on).toMatchObject({ isOn: true, items: [{ text, recordedBy: user.userId }] })
  expect(await areFacesOn(deps, user.spaceId)).toBe(true)
  // Whoever says it again does not write over what was agreed to first.
  const again = consentListSchema.parse(await (await put({ text: `${text} Again.` })).json())
  expect(again.items).toEqual(on.items)

  const off = await user.fetch(path, { method: 'DELETE' })
  const ended = consentListSchema.parse(await off.json())
  expect(ended).toMatchObject({ isOn: false, items: [{ text, withdrawnBy: user.userId }] })
  expect(await areFacesOn(deps, user.spaceId)).toBe(false)
})
