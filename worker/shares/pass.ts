import { createHmac } from 'node:crypto'
import { isSameText } from '../accounts/require-user.ts'
import type { Config } from '../env.ts'
import type { ShareState } from './share-state.ts'

// [Note: Passes]
// Who gave the password of a link, or used one of its views, gets a cookie that says so until its time
// is over: a signature over the link, its password and that time. D1 knows of no pass.

const passMs = 12 * 3_600_000
/** A view lasts an hour: what is opened again within it is the same view. */
const viewMs = 3_600_000

type Gated = Pick<ShareState, 'id' | 'lock' | 'countsViews'>

/** Whether a page is shown to those only who came through its door. */
export function isGated({ lock, countsViews }: Gated): boolean {
  return lock !== null || countsViews
}

/** The header that gives a visitor a pass. */
export function passCookie(config: Pick<Config, 'mediaKeys'>, share: Gated, nowMs: number): string {
  const lastsMs = share.countsViews ? viewMs : passMs
  const endsAt = Math.floor((nowMs + lastsMs) / 1_000)
  const { kid, secret } = config.mediaKeys.signing
  const value = `${kid}.${endsAt}.${sign(secret, share, endsAt)}`
  const attributes = `Path=/; Max-Age=${lastsMs / 1_000}; HttpOnly; Secure; SameSite=Lax`
  return `${nameOf(share)}=${value}; ${attributes}`
}

/** Whether a request's cookies hold a pass of this link that has not ended. */
export function hasPass(
  config: Pick<Config, 'mediaKeys'>,
  share: Gated,
  cookies: string | undefined,
  nowMs: number,
): boolean {
  const pattern = new RegExp(
    `(?:^|; )${nameOf(share)}=([a-z0-9]{1,8})\\.(\\d{10})\\.([\\w-]{43})(?:;|$)`,
  )
  const [, kid, end, signature = ''] = pattern.exec(cookies ?? '') ?? []
  const key = config.mediaKeys.all.find((candidate) => candidate.kid === kid)
  if (!key || Number(end) * 1_000 <= nowMs) return false
  return isSameText(signature, sign(key.secret, share, Number(end)))
}

function nameOf({ id }: Gated): string {
  return `__Host-${id}`
}

function sign(secret: Uint8Array, { id, lock, countsViews }: Gated, endsAt: number): string {
  const text = ['share-pass-v1', id, lock ?? '', countsViews, endsAt].join('\n')
  return createHmac('sha256', secret).update(text).digest('base64url')
}
