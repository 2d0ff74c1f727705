import type { Fit } from '#contracts/recipe-steps'
import { AppError } from '../../errors.ts'
import type { Entry } from '../draft.ts'

export interface AskedSize {
  /** Digits, or nothing or 0 for “by the aspect”. */
  width?: string | undefined
  height?: string | undefined
  fit: Fit
  enlarge: boolean
  /** In words of our grammar; other vocabularies take it where it means nothing, and so it is left out. */
  gravity?: string | undefined
  background?: string | undefined
}

/** A resize of another vocabulary in ours; nothing when it names no size. */
export function resizeEntries(asked: AskedSize): Entry[] {
  const [width, height] = [side(asked.width), side(asked.height)]
  if (width === '' && height === '') return []
  const isBox = width !== '' && height !== ''
  const { fit, enlarge, gravity, background } = asked
  return [
    ['resize', `${width}x${height}`],
    ...(isBox ? [['fit', fit] as const] : []),
    ['enlarge', String(enlarge)],
    ...(isBox && fit === 'cover' && gravity !== undefined ? [['gravity', gravity] as const] : []),
    ...(isBox && fit === 'contain' && background !== undefined
      ? [['background', background] as const]
      : []),
  ]
}

function side(value: string | undefined): string {
  return value === undefined || value === '0' || value === '' ? '' : value
}

/** A factor of another vocabulary as percent; 1 is unchanged. */
export function asPercent(value: string): string {
  const percent = Number(value) * 100
  return value !== '' && Number.isFinite(percent) ? String(Number(percent.toFixed(2))) : value
}

/** For what another vocabulary may know and this project does not understand. */
export function notUnderstood(vocabulary: string, option: string): AppError {
  const shown = option.length > 60 ? `${option.slice(0, 60)}…` : option
  return new AppError(
    'validation_failed',
    `“${shown}” is not among the options of ${vocabulary} that are understood here.`,
  )
}
