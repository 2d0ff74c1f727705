import type { Context } from 'hono'
import { html } from 'hono/html'
import { verifyPassword } from '../accounts/password.ts'
import type { AppEnv } from '../app-env.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireLimit } from '../limits/limit.ts'
import { addressSubject, idSubject } from '../limits/subjects.ts'
import { giveBackLimit } from '../limits/take-limit.ts'
import { notePage } from './page.ts'
import { passCookie } from './pass.ts'
import type { ShareState } from './share-state.ts'
import { findOpen, takeOne } from './visitor-queries.ts'

/** Why a link opens no more, as a sentence; null while it does. */
export function goneReason({ expiresAt }: ShareState, nowMs: number): string | null {
  if (expiresAt === null || expiresAt > nowMs) return null
  return 'Its time is over. Ask the person who sent it for another one.'
}

/** What stands before a share that asks for a password, or counts its views. */
export async function doorPage(
  deps: Pick<Deps, 'db'>,
  share: ShareState,
  wrong: string | null,
): Promise<string> {
  const left = share.countsViews ? ((await findOpen(deps.db, share))?.share.viewsLeft ?? 0) : null
  if (left === 0) throw usedUp()
  const times = left === 1 ? 'once more' : `${left} times more`
  return await notePage(
    'Something was shared with you',
    html`<p>${left === null ? 'It opens with a password.' : `It can be opened ${times}, for an hour each time.`}</p>
<form method="post" action="/s/${share.slug}">
${share.lock === null ? '' : html`<label>Password <input type="password" name="password" required autofocus autocomplete="off" maxlength="200"></label>`}
${wrong === null ? '' : html`<p class="wrong" role="alert">${wrong}</p>`}
<button class="act">Open</button>
</form>`,
  )
}

/**
 * Checks a password, and uses one of the views that are left. Throws `gone` when none is, and
 * `too_many_requests` before a password is looked at that comes too soon after others.
 */
export async function openDoor(
  c: Context<AppEnv>,
  share: ShareState,
  password: string,
): Promise<{ ok: true; cookie: string } | { ok: false; why: string }> {
  const { deps } = c.var
  const gone = goneReason(share, deps.now())
  if (gone !== null) throw new AppError('gone', gone)
  if (share.lock !== null) {
    const subject = idSubject(share.id, addressSubject(c.req.raw))
    await requireLimit(c, 'share-password', subject)
    const hash = (await findOpen(deps.db, share))?.share.passwordHash ?? null
    const isRight =
      hash !== null &&
      password.length <= 200 &&
      verifyPassword(password, hash, deps.config.passwordPepper)
    if (!isRight) return { ok: false, why: 'That is not the password.' }
    await giveBackLimit(deps, 'share-password', subject)
  }
  if (share.countsViews && !(await takeOne(deps.db, share.id, 'viewsLeft'))) throw usedUp()
  return { ok: true, cookie: passCookie(deps.config, share, deps.now()) }
}

function usedUp(): AppError {
  const detail =
    'It was opened as often as it could be. Ask the person who sent it for another one.'
  return new AppError('gone', detail)
}
