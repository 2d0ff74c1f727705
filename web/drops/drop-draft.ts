import type { ChangeDrop, DropAccepts, DropView } from '#contracts/drops'

/** What a form holds while somebody fills it in: sizes in megabytes, as they are typed. */
export interface DropDraft {
  title: string
  message: string
  accepts: DropAccepts
  /** Seconds from now; `never`, or `same` for as it is. */
  lasts: string
  hasPassword: boolean
  /** Empty: the one that it has. */
  password: string
  maxFileMb: string
  allMb: string
  files: string
}

const megabyte = 1_000_000

export const newDropDraft: DropDraft = {
  ...{ title: '', message: '', accepts: 'media', lasts: String(30 * 86_400) },
  ...{ hasPassword: false, password: '', maxFileMb: '95', allMb: '5000', files: '500' },
}

export function draftOfDrop(drop: DropView): DropDraft {
  const { title, message, accepts, hasPassword } = drop
  return {
    ...{ title, message: message ?? '', accepts, lasts: 'same', hasPassword, password: '' },
    maxFileMb: String(drop.maxFileBytes / megabyte),
    allMb: String(Math.ceil(drop.bytesLeft / megabyte)),
    files: String(drop.filesLeft),
  }
}

/** What is sent: a password only where another one was typed, or it is to be none. */
export function limitsOf(draft: DropDraft, hadPassword: boolean) {
  const { hasPassword, password, lasts } = draft
  const title = draft.title.trim()
  return {
    ...(title !== '' && { title }),
    message: draft.message.trim() || null,
    accepts: draft.accepts,
    ...(lasts !== 'same' && { expiresInSeconds: lasts === 'never' ? null : Number(lasts) }),
    ...(!hasPassword && hadPassword && { password: null }),
    ...(hasPassword && password !== '' && { password }),
    maxFileBytes: Math.round(Number(draft.maxFileMb) * megabyte),
    bytesLeft: Math.round(Number(draft.allMb) * megabyte),
    filesLeft: Number(draft.files),
  } satisfies ChangeDrop
}
