import { env } from 'cloudflare:workers'
import { expect, inject, it } from 'vitest'
import { makeDeps } from '../../deps.ts'
import { withRealHome } from '../../testing/real-home.ts'
import { readPicture } from '../providers/picture-bytes.ts'
import { resizePicture } from './resize-picture.ts'

it('the home node makes a picture twice as large', async () => {
  const deps = makeDeps(await withRealHome(env), {}, () => undefined)
  const bytes = await (await fetch(`${inject('pictures').url}/made/flat.png`)).bytes()
  const picture = await readPicture(bytes)
  if (!picture) throw new Error('no picture')
  const made = await resizePicture(deps, picture, { fit: 'fill', width: 600, height: 400 })
  expect(made).toMatchObject({ mimeType: 'image/png', width: 600, height: 400 })
})
