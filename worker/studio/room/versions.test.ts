import { expect, it } from 'vitest'
import { canvasVersionSchema, canvasViewSchema, restoredVersionSchema } from '#contracts/canvas'
import { applyOperation, inverseOf } from '#contracts/canvas-fold'
import { newId } from '../../ids.ts'
import { adding, aNote, asText, CanvasPage } from '../../testing/canvas-page.ts'
import { aUser } from '../../testing/harness.ts'
import { callAs } from '../../testing/spaces.ts'

it('a version is gone back to by operations, which everybody sees and whoever did it can undo', async () => {
  const user = await aUser()
  const made = await callAs(user, 'POST', '/api/canvases', {})
  const { id } = canvasViewSchema.parse(await made.json())
  const page = await new CanvasPage(user, id).open(null)
  const [stays, goes] = [aNote('as it was'), aNote('goes')]
  page.send(adding(stays, goes))
  await page.settled()
  const then = asText(page.canvas)
  const path = `/api/canvases/${id}/versions`
  const kept = await callAs(user, 'POST', path, { name: 'Before' })
  const version = canvasVersionSchema.parse(await kept.json())
  expect(version).toMatchObject({ name: 'Before', number: 1, tileCount: 2 })

  const now = Date.now()
  page.send(
    { id: newId('operation', now), type: 'remove', tiles: [goes.id] },
    adding(aNote('came later')),
    {
      ...{ id: newId('operation', now), type: 'change' },
      changes: [{ tile: stays.id, set: { text: 'another', x: 9 } }],
    },
  )
  await page.settled()
  const before = page.canvas
  const back = await callAs(user, 'POST', `${path}/${version.id}/restore`)
  const { operations } = restoredVersionSchema.parse(await back.json())
  await page.until(() => page.number === 4 + operations.length)
  expect(asText(page.canvas)).toBe(then)

  const inverses = operations.map(({ operation }, index) => {
    const earlier = operations.slice(0, index).map((each) => each.operation)
    return inverseOf(earlier.reduce(applyOperation, before), operation, page.canvas)
  })
  for (const inverse of inverses.reverse().flat()) {
    page.send({ ...inverse, id: newId('operation', Date.now()) })
  }
  await page.settled()
  expect(asText(page.canvas)).toBe(asText(before))
  const nowhere = `${path}/${newId('canvasVersion', 1)}/restore`
  expect((await callAs(user, 'POST', nowhere)).status).toBe(404)
  page.cut()
})
