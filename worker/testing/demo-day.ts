import { type DemoGroup, demoOriginalSchema } from '#contracts/demo'
import { frameHead } from '#contracts/frames'
import type { Env } from '../env.ts'
import { origin, request, type TestUser } from './harness.ts'
import { jpegLike, webpLike } from './pictures.ts'

type Changes = Partial<DemoGroup['files'][number]>

/**
 * A group of demo files of one picture, for the space of an admin: its original is stored, and `send`
 * answers what the vault says to the group.
 */
export async function aDemoGroup(
  admin: TestUser,
  bindings: Env,
  changes: Changes[],
  picture: Partial<DemoGroup['pictures'][number]> = {},
) {
  const post = async (path: string, body: Uint8Array) =>
    await request(
      `${path}?space=${admin.username}`,
      {
        method: 'POST',
        headers: {
          ...{ Cookie: admin.cookie, Origin: origin },
          'Content-Type': 'application/octet-stream',
        },
        body: new Uint8Array(body),
      },
      bindings,
    )
  const stored = await post('/api/demo/originals', jpegLike(`demo of ${admin.username}`))
  const { originalId } = demoOriginalSchema.parse(await stored.json())
  const [small, large] = [webpLike('small'), webpLike('large, of a demo')]
  const head: DemoGroup = {
    pictures: [
      {
        ...{ originalId, smallBytes: small.length, largeBytes: large.length },
        ...{
          smallWidth: 320,
          smallHeight: 240,
          width: 480,
          height: 360,
          thumbhash: 'aGFzaA==',
          ...picture,
        },
      },
    ],
    files: changes.map((change, index) => ({
      ...{ picture: 0, name: `demo-00000${index}.jpg`, rating: 3, isFavorite: index === 0 },
      ...{ takenAt: '2021-08-14T12:00:00', createdAt: 1_628_942_400_000 + index },
      ...{ latitude: 46.5, longitude: 6.6, placeName: 'Lausanne, Switzerland' },
      ...{ folder: 'Demo journeys', album: 'Demo best of', ...change },
    })),
  }
  const frame = new Uint8Array(
    await new Blob([frameHead(head), new Uint8Array(small), new Uint8Array(large)]).arrayBuffer(),
  )
  return { originalId, small, large, send: async () => await post('/api/demo', frame) }
}

/** A demo library, and a look at how far it got. */
export async function demoDay(admin: TestUser, bindings: Env): Promise<void> {
  const { send } = await aDemoGroup(admin, bindings, [{}, {}])
  await send()
  const headers = { Cookie: admin.cookie, Origin: origin }
  await request(`/api/demo?space=${admin.username}`, { headers }, bindings)
}
