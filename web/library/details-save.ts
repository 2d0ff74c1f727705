import type { FileDetail, FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import type { EditFile } from '#contracts/metadata'
import type { TagDecision } from '#contracts/tags'
import { answer, api, sentenceOf } from '../api.ts'
import { showToast } from '../ui/toast.tsx'
import { detail, mergeEverywhere } from './state.ts'

/** Shows a file as it is now wherever it is shown. */
function show(fresh: FileDetail) {
  if (detail.value?.id === fresh.id) detail.value = fresh
  mergeEverywhere([fresh])
}

async function change(id: FileId, json: EditFile) {
  show(await answer(api.api.files[':id'].$patch({ param: { id }, json })))
}

/** Changes a file and offers the way back; throws `ApiError` when it is refused. */
export async function edit(id: FileId, json: EditFile, undo: { said: string; back: EditFile }) {
  await change(id, json)
  showToast(undo.said, {
    action: { label: 'Undo', run: () => void attempt(() => change(id, undo.back)) },
  })
}

/** Hides where a file was taken from everybody, or shows it again, with the way back. */
export async function setPlaceHidden(id: FileId, isPlaceHidden: boolean) {
  const said = isPlaceHidden ? 'Its place is hidden.' : 'Its place is shown.'
  const back = { isPlaceHidden: !isPlaceHidden }
  await attempt(() => edit(id, { isPlaceHidden }, { said, back }))
}

/** Makes a file public or private; throws `ApiError`. Its way back is the same switch. */
export async function setVisibility(
  id: FileId,
  json: Pick<EditFile, 'visibility' | 'publicShows'>,
) {
  await change(id, json)
  showToast(json.visibility === 'public' ? 'It is public now.' : 'It is private now.')
}

/** What brings a field back to what it is now: the writing over the original, or the original's say. */
export function backOf<Key extends keyof EditFile & keyof FileDetail['metadata']>(
  of: FileDetail,
  keys: readonly Key[],
): EditFile {
  const edited = new Set<string>(of.metadata.edited)
  const empty: EditFile = { description: '', rating: 0 }
  const back: Record<string, unknown> = {}
  for (const key of keys) {
    back[key] = edited.has(key) ? (of.metadata[key] ?? empty[key] ?? null) : null
  }
  return back
}

/** What somebody says about a tag, with the way back; throws `ApiError`. */
export async function decideTag(id: FileId, tag: string, decision: TagDecision) {
  await decide(id, tag, decision)
  offerWayBack(id, tag, decision === 'removed' ? `“${tag}” is taken away.` : `“${tag}” stays.`)
}

/** Adds a tag by hand, with the way back; throws `ApiError`. */
export async function addTag(id: FileId, tag: string) {
  await decide(id, tag, 'confirmed')
  offerWayBack(id, tag, `Tagged “${tag}”.`)
}

const tagOfFile = api.api.files[':id'].tags[':tag']
// The client puts parts of a path in as they are.
const paramOf = (id: FileId, tag: string) => ({ id, tag: encodeURIComponent(tag) })

async function decide(id: FileId, tag: string, decision: TagDecision) {
  show(await answer(tagOfFile.$put({ param: paramOf(id, tag), json: { decision } })))
}

function offerWayBack(id: FileId, tag: string, said: string) {
  const takeBack = async () => show(await answer(tagOfFile.$delete({ param: paramOf(id, tag) })))
  showToast(said, { action: { label: 'Undo', run: () => void attempt(takeBack) } })
}

/** 1 to 5 stars, or 0 for none. Shown at once, and taken back when it is refused. */
export async function rate(file: FileView, stars: number) {
  const rating = stars === 0 ? null : stars
  if (rating === file.rating) return
  const known = detail.value?.id === file.id ? detail.value : null
  const back: EditFile = known ? backOf(known, ['rating']) : { rating: file.rating ?? 0 }
  await atOnce(file, { rating }, () =>
    edit(file.id, { rating: stars }, { said: ratingWords(rating), back }),
  )
}

function ratingWords(rating: number | null): string {
  if (rating === null) return 'It has no stars any more.'
  return rating === 1 ? 'It has 1 star.' : `It has ${rating} stars.`
}

/** Of whoever is signed in. The heart says it; there is nothing to undo but the heart itself. */
export async function favour(file: FileView, isFavorite: boolean) {
  const param = { id: file.id }
  const { favorite } = api.api.files[':id']
  await atOnce(file, { isFavorite }, async () => {
    if (isFavorite) await answer(favorite.$put({ param }))
    else await answer(favorite.$delete({ param }))
  })
}

/** Takes a file out of the timeline, or puts it back. */
export async function archive(file: FileView, isArchived: boolean) {
  const said = isArchived
    ? `“${file.name}” is in the archive.`
    : `“${file.name}” is back in the timeline.`
  await attempt(() => edit(file.id, { isArchived }, { said, back: { isArchived: !isArchived } }))
}

async function atOnce(
  file: FileView,
  change: Partial<Pick<FileView, 'rating' | 'isFavorite'>>,
  work: () => Promise<void>,
) {
  mergeEverywhere([{ ...file, ...change }])
  if (!(await attempt(work))) mergeEverywhere([file])
}

async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
    return false
  }
}
