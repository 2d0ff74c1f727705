import { describe, expect, it } from 'vitest'
import type { Change } from '#contracts/home-node'
import {
  diskIdSchema,
  fileIdSchema,
  originalIdSchema,
  sha256Schema,
  spaceIdSchema,
} from '#contracts/ids'
import { defaultPolicy } from '#contracts/policy'
import type { CopiesWish, Wanted } from '../disks/journal.ts'
import { type Fetch, nextLoad, originalsOf, planMirror } from './plan.ts'

const pad = (prefix: string, letter: string) => `${prefix}_01${letter.repeat(24)}`
const small = diskIdSchema.parse(pad('dsk', 'A'))
const large = diskIdSchema.parse(pad('dsk', 'B'))
const hash = (letter: string) => sha256Schema.parse(letter.repeat(64))
const original = (letter: string) => originalIdSchema.parse(pad('org', letter))

const want = (letter: string, sha: string, diskId = small, sizeBytes = 10): Wanted => ({
  originalId: original(letter),
  sha256: hash(sha),
  sizeBytes,
  diskId,
})
const disks = (smallFree = 100, largeFree = 1_000) => [
  { id: small, freeBytes: smallFree, totalBytes: 1_000 },
  { id: large, freeBytes: largeFree, totalBytes: 8_000 },
]
/** Nobody asked for anything else than a copy on each disk. */
const known = { keepers: () => [], wishFor: () => ({ copies: null, diskIds: null }) }
/** The plan with one letter for each hash and original, so that a table can be read. */
const brief = (plan: ReturnType<typeof planMirror>) => ({
  fetches: plan.fetches.map(
    ({ sha256, originalIds, diskIds }) =>
      `${sha256[0]} from ${originalIds.map((id) => id.at(-1)).join('')} to ${diskIds.map((id) => (id === small ? 'small' : 'large')).join('+')}`,
  ),
  noRoom: plan.noRoom.map(
    ({ sha256, diskId }) => `${sha256[0]} on ${diskId === small ? 'small' : 'large'}`,
  ),
})

describe('the mirror plan', () => {
  it.each<[string, Wanted[], ReturnType<typeof disks>, string[], string[]]>([
    ['asks for nothing when nothing is wanted', [], disks(), [], []],
    [
      'fetches once for both disks',
      [want('A', 'a'), want('A', 'a', large)],
      disks(),
      ['a from A to small+large'],
      [],
    ],
    [
      'fetches the same bytes of two originals once',
      [want('A', 'a'), want('B', 'a'), want('B', 'a', large)],
      disks(),
      ['a from AB to small+large'],
      [],
    ],
    [
      'keeps the order of the wants',
      [want('B', 'b'), want('A', 'a'), want('B', 'b', large)],
      disks(),
      ['b from B to small+large', 'a from A to small'],
      [],
    ],
    [
      'leaves out disks that cannot be written to',
      [want('A', 'a'), want('A', 'a', large)],
      disks().slice(1),
      ['a from A to large'],
      [],
    ],
    [
      'says what does not fit, and goes on with what does',
      [want('A', 'a', small, 101), want('A', 'a', large, 101), want('B', 'b', small, 100)],
      disks(),
      ['a from A to large', 'b from B to small'],
      ['a on small'],
    ],
    [
      'counts what it planned before as taken',
      [want('A', 'a', small, 60), want('B', 'b', small, 60), want('C', 'c', small, 40)],
      disks(),
      ['a from A to small', 'c from C to small'],
      ['b on small'],
    ],
    [
      'counts the same bytes of two originals as taken once',
      [want('A', 'a', small, 60), want('B', 'a', small, 60), want('C', 'c', small, 40)],
      disks(),
      ['a from AB to small', 'c from C to small'],
      [],
    ],
  ])('%s', (_, wanted, free, fetches, noRoom) => {
    expect(brief(planMirror(wanted, free, known))).toEqual({ fetches, noRoom })
  })

  it('leaves alone what is on its way already', () => {
    const plan = planMirror([want('A', 'a'), want('B', 'b')], disks(), known, new Set([hash('a')]))
    expect(brief(plan).fetches).toEqual(['b from B to small'])
  })

  it('gives disks of different size a like share where one copy is enough', () => {
    const wish = { keepers: () => [], wishFor: () => ({ copies: 1, diskIds: null }) }
    const rooms = disks(1_000, 8_000)
    const fill = (id: typeof small) => {
      const room = rooms.find((each) => each.id === id)
      if (room) room.freeBytes -= 10
      return id
    }
    const taken = Array.from({ length: 450 }, () => {
      const wanted = [want('A', 'a'), want('A', 'a', large)]
      const [fetch] = planMirror(wanted, rooms, wish).fetches
      return fetch?.diskIds.map(fill)
    }).flat()
    expect(taken.length).toBe(450)
    expect(taken.filter((id) => id === small).length).toBe(50)
  })

  it('makes as many copies as are wished for, on the disks that are named, and counts those there', () => {
    const rows = [want('A', 'a'), want('A', 'a', large)]
    const to = (wish: CopiesWish, holders = [] as (typeof small)[]) =>
      brief(planMirror(rows, disks(900, 100), { keepers: () => holders, wishFor: () => wish }))
        .fetches
    expect(to({ copies: 1, diskIds: null })).toEqual(['a from A to small'])
    expect(to({ copies: 1, diskIds: [large] })).toEqual(['a from A to large'])
    expect(to({ copies: 2, diskIds: null })).toEqual(['a from A to small+large'])
    expect(to({ copies: 1, diskIds: null }, [large])).toEqual([])
    expect(to({ copies: 2, diskIds: null }, [large])).toEqual(['a from A to small'])
  })
})

describe('the change feed', () => {
  it('names originals only where one was stored', () => {
    const change = (seq: number, kind: Change['kind'], has: boolean): Change => ({
      seq,
      kind,
      spaceId: spaceIdSchema.parse(pad('spc', 'A')),
      fileId: fileIdSchema.parse(pad('fil', 'A')),
      original: has
        ? { id: original('A'), sha256: hash('a'), sizeBytes: 7, wants: defaultPolicy }
        : null,
      atMs: 1,
    })
    const page = [
      change(1, 'file.created', true),
      change(2, 'original.stored', true),
      change(3, 'file.trashed', false),
      change(4, 'original.stored', false),
    ]
    expect(originalsOf(page)).toEqual([
      { seq: 2, originalId: original('A'), sha256: hash('a'), sizeBytes: 7 },
    ])
  })
})

describe('the next load', () => {
  const fetches = (...megabytes: number[]): Fetch[] =>
    megabytes.map((size) => ({
      ...{ sha256: hash('1'), originalIds: [original('A')], diskIds: [small] },
      sizeBytes: size * 1_048_576,
    }))
  const loads = (queue: Fetch[], mayShare = (_: Fetch) => true) => {
    const taken: number[] = []
    while (queue.length > 0) taken.push(nextLoad(queue, mayShare).length)
    return taken
  }

  it('is one large original, or small ones up to 32 and 48 MiB', () => {
    expect(loads(fetches(1, 1, 9, 1, 8))).toEqual([2, 1, 2])
    expect(loads(fetches(...Array<number>(40).fill(1)))).toEqual([32, 8])
    expect(loads(fetches(...Array<number>(7).fill(8)))).toEqual([6, 1])
    expect(loads(fetches(0, 0))).toEqual([2])
  })

  it('holds alone what comes from elsewhere than the Worker', () => {
    const queue = fetches(1, 2, 3)
    const second = queue[1]
    expect(loads(queue, (fetch) => fetch !== second)).toEqual([1, 1, 1])
  })
})
