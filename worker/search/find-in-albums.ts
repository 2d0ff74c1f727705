import { and } from 'drizzle-orm'
import type { FolderId } from '#contracts/ids'
import type { Deps } from '../deps.ts'
import { matchExpression } from './match-expression.ts'
import { type Term, wordsOf } from './parse-query.ts'
import { findAlbums, findByWords, findInAlbum, inAlbum } from './queries.ts'
import { type Hit, type Search, whereWithoutWords } from './read-search.ts'
import { judge, sourceWeights } from './score.ts'

const albumsRead = 2_000
/** Of the albums whose names fit best. */
const albumsAsked = 5
const filesOfAlbum = 200

/**
 * Files of albums whose names have words that were asked for; what the name has not the files must
 * have. Only albums of the actor's own spaces: a guest who sees a folder learns nothing of the albums
 * in which its files are shown.
 */
export async function findInAlbums(deps: Pick<Deps, 'db'>, search: Search): Promise<Hit[]> {
  const wanted = search.parsed.terms.filter(
    ({ negated, source }) => !negated && (source === null || source === 'folder'),
  )
  if (wanted.length === 0 || search.scope.spaceIds.length === 0) return []
  const albums = (await findAlbums(deps.db, search.scope.spaceIds, albumsRead)).flatMap(
    ({ id, name }) => {
      const words = new Map(wanted.map((term) => [term, wordsInName(term, name)]))
      const named = wanted.filter((term) => words.get(term)?.length)
      return named.length > 0
        ? [{ id, named, words: named.flatMap((term) => words.get(term) ?? []) }]
        : []
    },
  )
  albums.sort((left, right) => right.named.length - left.named.length)
  const most = albums[0]?.named.length
  const best = albums.filter(({ named }) => named.length === most).slice(0, albumsAsked)
  return (await Promise.all(best.map((album) => hitsOf(deps, search, wanted.length, album)))).flat()
}

async function hitsOf(
  deps: Pick<Deps, 'db'>,
  search: Search,
  wantedCount: number,
  album: { id: FolderId; named: Term[]; words: string[] },
): Promise<Hit[]> {
  const reason = { source: 'folder' as const, words: [...new Set(album.words)], means: null }
  const named = album.named.length * sourceWeights.folder
  const rest = search.parsed.terms.filter((term) => !album.named.includes(term))
  const isAll = album.named.length === wantedCount
  if (isAll) {
    const where = whereWithoutWords({ ...search, parsed: { ...search.parsed, terms: rest } })
    const files = await findInAlbum(deps.db, album.id, where, filesOfAlbum)
    return files.map(({ id }) => ({ id, score: round(named / wantedCount), why: [reason] }))
  }
  const expression = matchExpression(rest, search.spaceIds, 'all')
  if (expression === null) return []
  const where = and(search.where, inAlbum(album.id))
  const page = { order: 'newest' as const, offset: 0, limit: filesOfAlbum }
  const found = await findByWords(deps.db, expression, where, page)
  return found.flatMap(({ id, marked }) => {
    const judged = judge(rest, marked)
    if (!judged) return []
    const wantedRest = rest.filter(({ negated }) => !negated).length
    const score = (named + judged.score * wantedRest) / (album.named.length + wantedRest)
    return [{ id, score: round(score), why: [...judged.why, reason] }]
  })
}

/** The words of a name that a term asks for, as they stand there; none when it asks for another one. */
function wordsInName({ words, isPrefix, isJoined }: Term, name: string): string[] {
  const own = wordsOf(name)
  if (words.length > 1 && !isJoined) {
    return ` ${own.join(' ')} `.includes(` ${words.join(' ')} `) ? words : []
  }
  const found = words.map((word) =>
    own.filter(
      (each) => each === word || `${each}s` === word || (isPrefix && each.startsWith(word)),
    ),
  )
  return found.every((each) => each.length > 0) ? found.flat() : []
}

function round(score: number): number {
  return Math.round(score * 100) / 100
}
