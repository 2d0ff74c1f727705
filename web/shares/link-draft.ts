import { type ChangeShare, largestSideSchema, type ShareView, slugSchema } from '#contracts/shares'

/** A link as its form holds it: texts, empty where there is nothing. */
export interface LinkDraft {
  title: string
  message: string
  slug: string
  /** Seconds, `never`, or `same` for a link that keeps its end. */
  lasts: string
  password: string
  hasPassword: boolean
  viewsLeft: string
  downloadsLeft: string
  largestSide: '320' | '1600' | '2560'
  downloads: ShareView['downloads']
  stripsMetadata: boolean
  allowsZip: boolean
  watermark: string
  isEmbeddable: boolean
}

export function newDraft(title: string): LinkDraft {
  return {
    ...{ title: title.slice(0, 120), message: '', slug: '', lasts: `${30 * 86_400}` },
    ...{ password: '', hasPassword: false, viewsLeft: '', downloadsLeft: '', watermark: '' },
    ...{ largestSide: '1600', downloads: 'none', stripsMetadata: true, allowsZip: true },
    isEmbeddable: false,
  }
}

export function draftOf(share: ShareView): LinkDraft {
  const { title, slug, downloads, stripsMetadata, allowsZip, isEmbeddable, hasPassword } = share
  return {
    ...{ title, slug, downloads, stripsMetadata, allowsZip, isEmbeddable, hasPassword },
    ...{ message: share.message ?? '', watermark: share.watermark ?? '', lasts: 'same' },
    ...{ password: '', largestSide: `${share.largestSide}` },
    viewsLeft: `${share.viewsLeft ?? ''}`,
    downloadsLeft: `${share.downloadsLeft ?? ''}`,
  }
}

/** The policy that a form asks for, whose fields have checked it. An empty address is made by the vault. */
export function policyOf(draft: LinkDraft) {
  const { title, downloads, stripsMetadata, isEmbeddable, lasts } = draft
  return {
    ...{ title, downloads, stripsMetadata, isEmbeddable },
    ...(draft.slug.trim() !== '' && { slug: slugSchema.parse(draft.slug) }),
    ...(lasts !== 'same' && { expiresInSeconds: lasts === 'never' ? null : Number(lasts) }),
    message: draft.message.trim() === '' ? null : draft.message,
    password: draft.hasPassword && draft.password !== '' ? draft.password : null,
    viewsLeft: numberOrNull(draft.viewsLeft),
    downloadsLeft: downloads === 'none' ? null : numberOrNull(draft.downloadsLeft),
    largestSide: largestSideSchema.parse(Number(draft.largestSide)),
    watermark: draft.watermark.trim() === '' ? null : draft.watermark,
    allowsZip: downloads !== 'none' && draft.allowsZip,
  }
}

/** The same for a link that is there: what was not written anew stays, its password above all. */
export function changesOf(draft: LinkDraft, share: ShareView): ChangeShare {
  const { password, viewsLeft, downloadsLeft, ...policy } = policyOf(draft)
  const keepsPassword = draft.hasPassword && share.hasPassword && draft.password === ''
  return {
    ...policy,
    ...(!keepsPassword && { password }),
    // Used up is not a number that can be asked for: it stays until somebody writes another.
    ...(viewsLeft !== share.viewsLeft && { viewsLeft }),
    ...(downloadsLeft !== share.downloadsLeft && { downloadsLeft }),
  }
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
