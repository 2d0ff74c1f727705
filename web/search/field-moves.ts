import { signal } from '@preact/signals'
import type { FolderId } from '#contracts/ids'
import { readFolderAddress } from '../folders/addresses.ts'
import { navigate, path, search } from '../ui/route.ts'
import {
  isAsked,
  nothingAsked,
  readSearchAddress,
  type SearchPlace,
  searchAddress,
} from './addresses.ts'
import { rememberSearch } from './recent.ts'

/** The folder or album in whose page the search was begun: it can be searched alone. */
export const begunIn = signal<FolderId | null>(null)

/** Whether the search in the address is still being typed. */
export const isTyping = signal(false)

/** Searches that were meant, not only passed while typing: the way back leads to them. */
const settled = new Set<string>()

/** What the address searches for, or null when another page is shown. */
export function searchHere(): SearchPlace | null {
  const here = readSearchAddress(path.value, search.value)
  return here && { q: here.q, space: here.space, folder: here.folder, like: here.like }
}

/**
 * Shows the search for a text: `typing` writes over the address of what was passed on the way to it,
 * `meant` is a step of its own and is remembered.
 */
export function searchFor(q: string, how: 'typing' | 'meant') {
  const here = searchHere()
  if (here === null) begunIn.value = readFolderAddress(path.value)?.id ?? null
  go({ ...(here ?? nothingAsked), q }, how)
}

/** The same search elsewhere, or without the picture that was to be looked like. */
export function searchWithin(where: Partial<Omit<SearchPlace, 'q'>>) {
  const here = searchHere()
  if (here) go({ ...here, ...where }, 'meant')
}

function go(place: SearchPlace, how: 'typing' | 'meant') {
  const address = searchAddress(place)
  const here = searchHere()
  const isPassing = here !== null && !settled.has(searchAddress(here))
  isTyping.value = how === 'typing'
  navigate(address, { replace: isPassing && how === 'typing' })
  if (how === 'meant') settle()
}

/** The search that is shown was meant: something in it was opened. */
export function settle() {
  const here = searchHere()
  if (here === null || !isAsked(here)) return
  settled.add(searchAddress(here))
  rememberSearch(here.q)
}
