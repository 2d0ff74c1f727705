import type { UserId } from '#contracts/ids'
import { forgetAll, showRecent } from './recent.ts'

/** Forgets the searches of a user: they signed out. A module of its own, fetched only then. */
export function forgetRecent(userId: UserId) {
  showRecent(userId)
  forgetAll()
}
