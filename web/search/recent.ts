import { signal } from '@preact/signals'
import { z } from 'zod'
import type { UserId } from '#contracts/ids'

const keptAtMost = 10
const keptSchema = z.array(z.string().max(500)).max(keptAtMost).catch([])

/** The last searches of who is signed in, the newest first. */
export const recent = signal<readonly string[]>([])
let owner: UserId | null = null

const keyOf = (userId: UserId) => `searches.${userId}`

/** Reads those of a user. Where the browser keeps nothing there are none. */
export function showRecent(userId: UserId) {
  owner = userId
  recent.value = keptSchema.parse(readKept(userId))
}

export function rememberSearch(query: string) {
  const text = query.trim()
  if (text !== '') keep(withSearch(recent.value, text))
}

export function forgetSearch(query: string) {
  keep(recent.value.filter((each) => each !== query))
}

/** Forgets all of them. */
export function forgetAll() {
  keep([])
}

/** A search is remembered once, however its letters were typed, and at the front. */
export function withSearch(list: readonly string[], text: string): string[] {
  const same = text.toLowerCase()
  return [text, ...list.filter((each) => each.toLowerCase() !== same)].slice(0, keptAtMost)
}

function keep(list: readonly string[]) {
  recent.value = list
  if (owner === null) return
  try {
    if (list.length === 0) localStorage.removeItem(keyOf(owner))
    else localStorage.setItem(keyOf(owner), JSON.stringify(list))
  } catch {
    // A browser that keeps nothing: they last as long as the page.
  }
}

function readKept(userId: UserId): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]')
  } catch {
    return []
  }
}
