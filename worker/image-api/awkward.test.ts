import { describe, expect, inject, it } from 'vitest'
import { imageViewSchema } from '#contracts/images'
import { problemSchema } from '#contracts/problem'
import { aUser } from '../testing/harness.ts'

const { url, awkward, made } = inject('pictures')

async function send(kind: string, name: string) {
  const bytes = await (await fetch(`${url}/${kind}/${encodeURIComponent(name)}`)).bytes()
  const user = await aUser()
  const path = `/api/images?name=${encodeURIComponent(name)}`
  return { user, answer: await user.fetch(path, { method: 'POST', body: bytes }) }
}

describe('awkward files from ../shared/photos', () => {
  if (awkward.length === 0) {
    it('are absent here: only the generated ones in the other tests were tried', () => {
      expect(awkward).toEqual([])
    })
    return
  }
  it.each(awkward)('$file is answered with one of $statuses', async ({ file, statuses }) => {
    const { user, answer } = await send('awkward', file)
    expect(statuses).toContain(answer.status)
    if (answer.status === 201) {
      expect(imageViewSchema.parse(await answer.json())).toMatchObject({ original_filename: file })
      return
    }
    expect(problemSchema.parse(await answer.json()).detail).toMatch(/\w.*\.$/)
    // What is refused takes no room.
    const me = await (await user.fetch('/api/me')).json()
    expect(me).toMatchObject({ usedBytes: 0, reservedBytes: 0 })
  })
})

describe('a picture as encoders write it', () => {
  it.each(made)('$name says at once what it is, and how large upright', async (picture) => {
    const { name, format, width, height } = picture
    const { answer } = await send('made', name)
    expect(answer.status).toBe(201)
    const view = imageViewSchema.parse(await answer.json())
    expect(view).toMatchObject({ format, width, height, mime_type: `image/${format}` })
  })
})
