import { describe, expect, it } from 'vitest'
import type { FileKind } from './files.ts'
import { type FileId, type FolderId, folderIdSchema } from './ids.ts'
import type { VectorIndex, VectorNamespace, VectorQuery } from './vectors.ts'

/** One space with a model, and what can happen to its files. */
export interface VectorSpaceUnderTest {
  namespace: VectorNamespace
  /** Writes files to D1, one for each list of frames; the index is not told. Answers their ids in order. */
  write(
    frames: Float32Array[][],
    place?: { kind?: FileKind; folderId?: FolderId | null },
  ): Promise<FileId[]>
  newFolder(): Promise<FolderId>
  move(id: FileId, folderId: FolderId): Promise<void>
  trash(id: FileId): Promise<void>
  restore(id: FileId): Promise<void>
  purge(id: FileId): Promise<void>
}

export interface VectorIndexUnderTest {
  index: VectorIndex
  newSpace(model?: string): Promise<VectorSpaceUnderTest>
  /** The same space with another model. */
  withModel(space: VectorSpaceUnderTest, model: string): VectorSpaceUnderTest
  /** Lets so much time go by that whatever was under way has arrived. */
  settle(): Promise<void>
}

const dimensions = 32

/** A direction of its own for each number, with a little of all the others. */
function direction(axis: number, lean = 0): Float32Array {
  const vector = new Float32Array(dimensions).fill(0.01)
  vector[axis] = 1
  vector[(axis + 1) % dimensions] = lean
  return vector.map((value, _, all) => value / Math.hypot(...all))
}

function query(vector: Float32Array, more: Partial<VectorQuery> = {}): VectorQuery {
  return { vector, topK: 10, ...more }
}

/** What every index of vectors keeps. `when` runs it at once, and again when time has gone by. */
export function vectorIndexContract(name: string, make: () => VectorIndexUnderTest) {
  describe.each(['at once', 'later'] as const)(`${name} as an index of vectors, %s`, (when) => {
    const under = make()
    const { index } = under
    const ids = async (space: VectorSpaceUnderTest, asked: VectorQuery) => {
      if (when === 'later') {
        await index.follow(space.namespace)
        await under.settle()
      }
      return (await index.query(space.namespace, asked)).map((hit) => hit.fileId)
    }

    it('the most similar file comes first, with the cosine', async () => {
      const space = await under.newSpace()
      const [one, two] = await space.write([[direction(0)], [direction(0, 0.5)], [direction(9)]])
      expect((await ids(space, query(direction(0)))).slice(0, 2)).toEqual([one, two])
      const [best] = await index.query(space.namespace, query(direction(0)))
      expect(best?.similarity).toBeCloseTo(1, 2)
    })

    it('a space without vectors answers nothing', async () => {
      const space = await under.newSpace()
      expect(await ids(space, query(direction(0)))).toEqual([])
    })

    it('of a film its best frame counts, and it is answered once', async () => {
      const space = await under.newSpace()
      const [film] = await space.write([[direction(3), direction(5), direction(7)]])
      for (const axis of [3, 5, 7]) {
        expect(await ids(space, query(direction(axis)))).toEqual([film])
      }
    })

    it('no more than was asked for', async () => {
      const space = await under.newSpace()
      const written = await space.write([0.1, 0.3, 0.5].map((lean) => [direction(0, lean)]))
      expect(await ids(space, query(direction(0), { topK: 2 }))).toEqual(written.slice(0, 2))
    })

    it('what is in trash is not found, and found again when it is restored', async () => {
      const space = await under.newSpace()
      const [one = fail(), two] = await space.write([[direction(0)], [direction(0, 0.2)]])
      expect(await ids(space, query(direction(0)))).toEqual([one, two])
      await space.trash(one)
      expect(await ids(space, query(direction(0)))).toEqual([two])
      await space.restore(one)
      expect(await ids(space, query(direction(0)))).toEqual([one, two])
    })

    it('what is purged is gone', async () => {
      const space = await under.newSpace()
      const [film = fail(), two] = await space.write([
        [direction(0), direction(1)],
        [direction(0, 0.2)],
      ])
      expect(await ids(space, query(direction(0)))).toEqual([film, two])
      await space.purge(film)
      expect(await ids(space, query(direction(0)))).toEqual([two])
    })

    it('a query narrows to kinds and folders, also after a move', async () => {
      const space = await under.newSpace()
      const [here, there] = [await space.newFolder(), await space.newFolder()]
      const [loose] = await space.write([[direction(0)]])
      const [picture = fail()] = await space.write([[direction(0, 0.1)]], { folderId: here })
      const [film] = await space.write([[direction(0, 0.2)]], { kind: 'video', folderId: here })
      const asked = (more: Partial<VectorQuery>) => ids(space, query(direction(0), more))
      expect(await asked({ kind: 'image' })).toEqual([loose, picture])
      expect(await asked({ folderIds: [here] })).toEqual([picture, film])
      expect(await asked({ folderIds: [here, there], kind: 'video' })).toEqual([film])
      expect(await asked({ folderIds: [] })).toEqual([])
      await space.move(picture, there)
      expect(await asked({ folderIds: [there] })).toEqual([picture])
      expect(await asked({ folderIds: [here] })).toEqual([film])
    })

    it('narrows to 500 folders', async () => {
      const space = await under.newSpace()
      const folderId = await space.newFolder()
      const [file] = await space.write([[direction(0)]], { folderId })
      const others = Array.from({ length: 499 }, (_, at) =>
        folderIdSchema.parse(folderId.slice(0, -4) + String(at).padStart(4, '0')),
      )
      const folderIds = [...others, folderId]
      expect(await ids(space, query(direction(0), { folderIds }))).toEqual([file])
    })

    it('spaces and models never meet', async () => {
      const [space, other] = [await under.newSpace(), await under.newSpace()]
      const better = under.withModel(space, 'better@2')
      const [mine] = await space.write([[direction(0)]])
      const [theirs] = await other.write([[direction(0)]])
      const [again] = await better.write([[direction(0)]])
      expect(await ids(space, query(direction(0)))).toEqual([mine])
      expect(await ids(other, query(direction(0)))).toEqual([theirs])
      expect(await ids(better, query(direction(0)))).toEqual([again])
    })

    it('what was dropped is built again from D1', async () => {
      const space = await under.newSpace()
      const [file] = await space.write([[direction(0)]])
      expect(await ids(space, query(direction(0)))).toEqual([file])
      await index.drop(space.namespace)
      expect(await ids(space, query(direction(0)))).toEqual([file])
    })

    it.each<[string, string, Partial<VectorQuery>]>([
      ['NaN', 'bad_vector', { vector: direction(0).fill(Number.NaN, 0, 1) }],
      ['an infinite number', 'bad_vector', { vector: direction(0).fill(-Infinity, 0, 1) }],
      ['another length than 1', 'bad_vector', { vector: direction(0).fill(2, 0, 1) }],
      ['other dimensions', 'bad_vector', { vector: Float32Array.of(1) }],
      ['no dimensions', 'bad_vector', { vector: new Float32Array() }],
      ['0 files', 'bad_query', { topK: 0 }],
      ['1,001 files', 'bad_query', { topK: 1_001 }],
      ['1e9 files', 'bad_query', { topK: 1e9 }],
      ['half a file', 'bad_query', { topK: 1.5 }],
      ['NaN files', 'bad_query', { topK: Number.NaN }],
    ])('a query for %s is refused as %s', async (_, code, more) => {
      const space = await under.newSpace()
      await space.write([[direction(0)]])
      await expect(index.query(space.namespace, query(direction(0), more))).rejects.toMatchObject({
        name: 'VectorIndexError',
        code,
      })
    })
  })
}

function fail(): never {
  throw new Error('Nothing was written.')
}
