import { say } from '../launch/say.ts'
import { goldens, makeNow, readGolden, writeGolden } from './goldens.ts'
import { bound, perceptualDistance } from './perceptual-distance.ts'

/*
 * `npx node home-node/transforms/renew-goldens.ts`: writes those golden pictures anew that the engine
 * makes otherwise today, and names them, to be looked at before they are committed.
 */
for (const [name, steps] of Object.entries(goldens)) {
  const golden = await readGolden(name).catch(() => null)
  const distance = golden ? perceptualDistance(golden, await makeNow(steps)) : null
  if (distance !== null && distance <= bound) continue
  await writeGolden(name)
  say(`${name}: ${distance === null ? 'new' : `was ${distance.toFixed(3)} away`}`)
}
