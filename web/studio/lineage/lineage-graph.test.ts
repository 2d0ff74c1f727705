import { describe, expect, it } from 'vitest'
import { type Tile, tileSchema } from '#contracts/canvas'
import { type GenerationView, generationViewSchema } from '#contracts/generations'
import type { Reference } from '#contracts/prompt'
import { lineageOf, relatedTo } from './lineage-graph.ts'

const ulidOf = (mark: string) => mark.toUpperCase().padEnd(26, '0')
const prompt = {
  ...{ text: 'a hill', negative: null, model: null, width: 512, height: 512, seed: 1 },
  ...{ steps: null, references: [], strength: null, mask: null },
}
const place = { x: 0, y: 0, width: 64, height: 64, z: 0, group: null }
const tile = (mark: string, shown: string | null, parent: string | null = null): Tile =>
  tileSchema.parse({
    ...{ id: `til_${ulidOf(mark)}`, kind: 'prompt', ...place, prompt },
    parent: parent && `til_${ulidOf(parent)}`,
    shown: shown && `gen_${ulidOf(shown)}`,
  })
const made = (mark: string, references: Reference[] | object[] = []): GenerationView =>
  generationViewSchema.parse({
    ...{ id: `gen_${ulidOf(mark)}`, canvas: `cnv_${ulidOf('1')}`, tile: `til_${ulidOf('1')}` },
    ...{ stage: 'full', state: 'done', prompt: { ...prompt, references }, progress: null },
    ...{ reason: null, costMicros: 0, url: null, width: 512, height: 512, isFavorite: false },
    ...{ file: null, createdAt: '2026-01-01', endedAt: null },
  })
const known = (...all: GenerationView[]) => new Map(all.map((each) => [each.id, each]))
const gen = (mark: string) => ({ kind: 'generation', generation: `gen_${ulidOf(mark)}` })
const file = { kind: 'file', file: `fil_${ulidOf('7')}` }
const told = ({ nodes, edges }: ReturnType<typeof lineageOf>) => ({
  nodes: nodes.map(({ key, column, row }) => `${key.slice(0, 5)} ${column},${row}`),
  edges: edges.map(({ from, to, kind }) => `${from.slice(0, 5)} ${kind} ${to.slice(0, 5)}`),
})

describe('the lineage of a canvas', () => {
  it('goes from what pictures were made of to what was made, over those that no tile shows', () => {
    const graph = lineageOf(
      [tile('1', '3'), tile('2', null)],
      known(made('1', [file]), made('2'), made('3', [gen('1'), gen('2')])),
    )
    expect(told(graph)).toEqual({
      nodes: ['fil_7 0,0', 'gen_2 0,1', 'gen_1 1,0', 'gen_3 2,0'],
      edges: ['gen_1 reference gen_3', 'gen_2 reference gen_3', 'fil_7 reference gen_1'],
    })
  })

  it('joins a tile to the one that it is a variation of, once', () => {
    const graph = lineageOf(
      [tile('1', '1'), tile('2', '2', '1'), tile('3', '3', '1')],
      known(made('1'), made('2'), made('3', [gen('1')])),
    )
    expect(told(graph)).toEqual({
      nodes: ['gen_1 0,0', 'gen_2 1,0', 'gen_3 1,1'],
      edges: ['gen_1 variation gen_2', 'gen_1 reference gen_3'],
    })
  })

  it('ends for tiles that say they come of each other, and names what is not known', () => {
    const { nodes } = lineageOf(
      [tile('1', '1', '2'), tile('2', '2', '1'), tile('3', '4')],
      known(made('1'), made('2'), made('4', [gen('3')])),
    )
    expect(nodes).toHaveLength(4)
    const unknown = nodes.find(({ key }) => key.startsWith('gen_3'))
    expect(unknown?.picture).toMatchObject({ kind: 'generation', generation: null, tile: null })
  })

  it('of one picture leaves out what has nothing to do with it', () => {
    const graph = lineageOf(
      [tile('3', '3'), tile('4', '4'), tile('5', '5')],
      known(made('1'), made('3', [gen('1')]), made('4', [gen('3')]), made('5', [gen('1')])),
    )
    expect(told(relatedTo(graph, `gen_${ulidOf('3')}`)).nodes).toEqual([
      'gen_1 0,0',
      'gen_3 1,0',
      'gen_4 2,0',
    ])
  })
})
