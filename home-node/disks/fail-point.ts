/**
 * The steps of the mirror protocol, named after what has just been done:
 *
 * | point | done |
 * |---|---|
 * | M1 | the disk has room beyond its reserve |
 * | M2 | temporary file made in `incoming/` |
 * | M3 | all bytes written |
 * | M4 | length and SHA-256 are as promised |
 * | M5 | file synced |
 * | M6 | read back past the page cache, hash equal |
 * | M7 | renamed to its final name |
 * | M8 | folders synced |
 * | M9 | journal committed |
 * | M10 | acknowledged to the Worker |
 */
export type FailPoint = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6' | 'M7' | 'M8' | 'M9' | 'M10'

/** Called when a step is done. Fault runs end the process here; otherwise it does nothing. */
export type AtFailPoint = (point: FailPoint) => void

export const noFailPoint: AtFailPoint = () => undefined
