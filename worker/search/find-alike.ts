import type { FileKind } from '#contracts/files'
import type { FileId, FolderId, SpaceId } from '#contracts/ids'
import type { EngineInfo } from '#contracts/inference'
import type { SearchSource, Semantic } from '#contracts/search'
import { VectorIndexError } from '#contracts/vectors'
import type { Deps } from '../deps.ts'
import type { Config } from '../env.ts'
import { captionVectorModel } from '../inference/workers-ai.ts'
import { type IndexedSpace, indexedSpaces, vectorsOfFile } from '../vectors/read-vectors.ts'
import { nonsenseTexts, scoreAbove, similarityFloor } from './similarity-floor.ts'
import { inTime, type NoVectors, type TextVectors, textVectors } from './text-vectors.ts'

/** From each space; more say little about which are best. */
const nearestOfText = 200
const nearestOfPicture = 400

type AlikeDeps = Pick<Deps, 'db' | 'config' | 'inference' | 'vectorIndex' | 'now' | 'defer' | 'log'>

export interface Alike {
  fileId: FileId
  /** 0 to 1: for a text see `scoreAbove`, for a picture the cosine. */
  score: number
  /** A caption that means what was asked for says less than the look of the picture itself. */
  source: Extract<SearchSource, 'semantic' | 'caption' | 'similar'>
}

export interface AlikeQuery {
  spaceIds: SpaceId[]
  /** What the picture is to show; null: nothing that could be compared. */
  text: string | null
  like: FileId | null
  /** False while somebody types: texts that the vault has not met are not sent to the model. */
  mayAsk: boolean
  kind: FileKind | undefined
  folderIds: FolderId[] | undefined
}

export interface AlikeFiles {
  semantic: Semantic
  /** By the meaning of the text, the best first; null when that was not compared. */
  byText: Alike[] | null
  /** By the picture; null when none was named. */
  byPicture: Alike[] | null
}

/**
 * Candidates that look like a text or a picture, the nearest of every space by the model of which it
 * has most. Never fails: what could not be compared is told, and words are there without it.
 */
export async function findAlike(deps: AlikeDeps, query: AlikeQuery): Promise<AlikeFiles> {
  const nothing = { byText: null, byPicture: query.like === null ? null : [] }
  if (query.text === null && query.like === null) {
    return { ...nothing, semantic: { state: 'not_asked', model: null } }
  }
  const [indexed, ofPicture] = await Promise.all([
    indexedSpaces(deps, query.spaceIds),
    query.like === null ? null : vectorsOfFile(deps, query.like),
  ])
  const spaces = toAsk(deps, indexed)
  if (spaces.length === 0) {
    const state = query.mayAsk ? await whyNothing(deps) : 'not_asked'
    return { ...nothing, semantic: { state, model: null } }
  }
  try {
    const byPicture = ofPicture && (await nearPicture(deps, query, indexed, ofPicture))
    const byText = query.text === null ? null : await nearText(deps, query, query.text, spaces)
    if (byPicture !== null && byPicture.model === null) {
      return { ...nothing, semantic: { state: await whyNothing(deps), model: null } }
    }
    const model = byPicture?.model ?? spaces[0]?.model ?? null
    if (typeof byText === 'string' && byPicture === null) {
      return { ...nothing, semantic: { state: byText, model: null } }
    }
    return {
      semantic: { state: 'used', model },
      byText: typeof byText === 'string' ? null : byText,
      byPicture: byPicture?.files ?? null,
    }
  } catch (error) {
    if (!(error instanceof VectorIndexError)) throw error
    deps.log.error('search.vectors_failed', error)
    return { ...nothing, semantic: { state: 'failed', model: null } }
  }
}

/**
 * Of each space the vectors of pictures by one model, and besides them those of captions, which lie in
 * an index of their own, where somebody can still turn a text into such a vector.
 */
function toAsk({ config }: Pick<Deps, 'config'>, spaces: IndexedSpace[]): IndexedSpace[] {
  const captions = spaces.filter(({ model }) => model === captionVectorModel)
  return [...mostIndexed(spaces), ...(config.edgeFindings ? captions : [])]
}

/** While a new model looks at all pictures the old one answers, until the new one has seen more. */
function mostIndexed(spaces: IndexedSpace[]): IndexedSpace[] {
  const bySpace = new Map<SpaceId, IndexedSpace>()
  for (const space of spaces) {
    if (space.model === captionVectorModel) continue
    const other = bySpace.get(space.spaceId)
    if (!other || other.positions < space.positions) bySpace.set(space.spaceId, space)
  }
  return [...bySpace.values()]
}

/** What the home node said last, for each deployment that this isolate serves. */
const lastSaid = new WeakMap<Config, { state: Semantic['state']; until: number }>()
const saidForMs = 10_000

/** Whether it is for want of a model, or the model has not looked yet: asked at most every ten seconds. */
async function whyNothing(deps: AlikeDeps): Promise<Semantic['state']> {
  const said = lastSaid.get(deps.config)
  if (said && said.until > deps.now()) return said.state
  const engines = await inTime(deps, deps.inference.engines())
  const state = typeof engines === 'string' ? engines : stateOf(engines)
  lastSaid.set(deps.config, { state, until: deps.now() + saidForMs })
  return state
}

function stateOf(engines: EngineInfo[]): Semantic['state'] {
  const canEmbed = engines.some(({ capability }) => capability === 'embedText')
  return canEmbed ? 'nothing_indexed' : 'no_model'
}

async function nearText(
  deps: AlikeDeps,
  { mayAsk, kind, folderIds }: AlikeQuery,
  text: string,
  spaces: IndexedSpace[],
): Promise<Alike[] | Semantic['state']> {
  const byModel = [...Map.groupBy(spaces, ({ model }) => model)]
  const found = await Promise.all(
    byModel.map(async ([model, namespaces]): Promise<Alike[] | Semantic['state']> => {
      // That the home node is away would be no reason for captions.
      const why = (state: NoVectors) => (model === captionVectorModel ? 'failed' : state)
      const asked = await textVectors(deps, model, [text], mayAsk)
      if (typeof asked === 'string') return why(asked)
      const vector = asked.get(text)
      const nonsense = vector && (await textVectors(deps, model, nonsenseTexts, mayAsk))
      if (typeof nonsense === 'string') return why(nonsense)
      if (!vector || !nonsense || nonsense.size < nonsenseTexts.length) return 'not_asked'
      const near = namespaces.map((space) =>
        nearTextIn(deps, space, { vector, nonsense, kind, folderIds }),
      )
      return (await Promise.all(near)).flat()
    }),
  )
  const lists = found.filter((each) => typeof each !== 'string')
  const state = found.find((each) => typeof each === 'string')
  if (lists.length === 0 && state !== undefined) return state
  return bestOfEach(lists.flat()).slice(0, nearestOfText)
}

/** A picture that both its look and its caption bring stands once, by the better of the two. */
function bestOfEach(alike: Alike[]): Alike[] {
  const best = new Map<FileId, Alike>()
  for (const each of alike.sort(byScore)) {
    if (!best.has(each.fileId)) best.set(each.fileId, each)
  }
  return [...best.values()]
}

async function nearTextIn(
  deps: AlikeDeps,
  space: IndexedSpace,
  narrowed: Pick<AlikeQuery, 'kind' | 'folderIds'> & {
    vector: Float32Array
    nonsense: TextVectors
  },
): Promise<Alike[]> {
  const { nonsense, ...query } = narrowed
  const [floor, hits] = await Promise.all([
    similarityFloor(deps, space, nonsense),
    deps.vectorIndex.query(space, { ...query, topK: nearestOfText }),
  ])
  const source = space.model === captionVectorModel ? 'caption' : 'semantic'
  return hits.flatMap(({ fileId, similarity }) =>
    similarity > floor ? [{ fileId, score: scoreAbove(similarity, floor), source }] : [],
  )
}

/** Nearness is an order, no judgement: the nearest come, however far they are. Of a film its middle frame is asked for. */
async function nearPicture(
  deps: AlikeDeps,
  { like, kind, folderIds }: AlikeQuery,
  indexed: IndexedSpace[],
  ofPicture: { model: string; vector: Float32Array }[],
): Promise<{ model: string | null; files: Alike[] }> {
  const byModel = Map.groupBy(ofPicture, ({ model }) => model)
  const spaces = mostIndexed(indexed.filter(({ model }) => byModel.has(model)))
  const found = await Promise.all(
    spaces.map(async (space) => {
      const frames = byModel.get(space.model) ?? []
      const vector = frames[Math.floor(frames.length / 2)]?.vector
      if (!vector) return []
      return await deps.vectorIndex.query(space, {
        vector,
        topK: nearestOfPicture,
        kind,
        folderIds,
      })
    }),
  )
  const files = found
    .flat()
    .filter(({ fileId, similarity }) => fileId !== like && similarity > 0)
    .map(({ fileId, similarity }) => ({
      fileId,
      score: Math.min(1, Math.round(similarity * 100) / 100),
      source: 'similar' as const,
    }))
  return { model: spaces[0]?.model ?? null, files: files.sort(byScore).slice(0, nearestOfPicture) }
}

function byScore(left: Alike, right: Alike): number {
  return right.score - left.score
}
