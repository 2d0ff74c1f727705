import { expect, it } from 'vitest'
import { type FileId, fileIdSchema, folderIdSchema } from '#contracts/ids'
import { madeVector } from '../testing/vectors.ts'
import { makePlainRows } from './plain-rows.ts'
import { quantise } from './quantise.ts'
import { makeSimdRows } from './simd-rows.ts'
import { type IndexedFile, VectorTable } from './vector-table.ts'

const idOf = (number: number): FileId =>
  fileIdSchema.parse(`fil_${String(number).padStart(26, '0')}`)
const folderId = folderIdSchema.parse(`fld_${'0'.repeat(26)}`)

/** File `number` as it was written for the `turn`th time: some with three frames, some in a folder. */
function aFile(number: number, turn: number): IndexedFile {
  const count = number % 5 === 0 ? 3 : 1
  return {
    fileId: idOf(number),
    kind: count === 3 ? 'video' : 'image',
    folderId: (number + turn) % 3 === 0 ? folderId : null,
    frames: Array.from({ length: count }, (_, frame) =>
      quantise(madeVector(number * 100 + turn * 10 + frame)),
    ),
  }
}

function bestOf(file: IndexedFile, query: Float32Array): number {
  return Math.max(
    ...file.frames.map(({ values, scale }) =>
      values.reduce((sum, value, index) => sum + value * scale * (query[index] ?? 0), 0),
    ),
  )
}

it.each([
  ['plain JavaScript', makePlainRows],
  ['the kernel', makeSimdRows],
])('after any writes and removals %s finds what a list finds', (_, makeRows) => {
  const table = new VectorTable(32, makeRows(32))
  const known = new Map<FileId, IndexedFile>()
  let state = 42
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >> 8) % below
  }
  for (let step = 0; step < 4_000; step++) {
    const file = aFile(random(700), random(9))
    if (random(3) === 0) {
      table.remove(file.fileId)
      known.delete(file.fileId)
    } else {
      table.put(file)
      known.set(file.fileId, file)
    }
    if (step % 500 !== 499) continue
    const vector = madeVector(step + 1_000_000)
    for (const more of [{}, { kind: 'video' as const }, { folderIds: [folderId] }]) {
      const hits = table.nearest({ vector, topK: 20, ...more })
      const wanted = [...known.values()]
        .filter((one) => !('kind' in more) || one.kind === 'video')
        .filter((one) => !('folderIds' in more) || one.folderId === folderId)
        .map((one) => ({ fileId: one.fileId, similarity: bestOf(one, vector) }))
        .sort((one, two) => two.similarity - one.similarity)
        .slice(0, 20)
      expect(hits).toHaveLength(20)
      for (const [place, hit] of hits.entries()) {
        expect(hit.similarity).toBeCloseTo(wanted[place]?.similarity ?? 0, 3)
        expect(known.has(hit.fileId)).toBe(true)
      }
      expect(new Set(hits.map((hit) => hit.fileId)).size).toBe(20)
    }
  }
  const frames = [...known.values()].reduce((sum, file) => sum + file.frames.length, 0)
  expect(table.count).toBe(frames)
})

it('asked for more than there is, it answers what there is', () => {
  const table = new VectorTable(32, makeSimdRows(32))
  expect(table.nearest({ vector: madeVector(1), topK: 5 })).toEqual([])
  table.put(aFile(5, 0))
  expect(table.nearest({ vector: madeVector(1), topK: 5 })).toHaveLength(1)
  table.remove(idOf(5))
  expect(table.nearest({ vector: madeVector(1), topK: 5 })).toEqual([])
})

it('frames of other dimensions are left out', () => {
  const table = new VectorTable(16, makeSimdRows(16))
  table.put(aFile(1, 0))
  expect(table.count).toBe(0)
})
