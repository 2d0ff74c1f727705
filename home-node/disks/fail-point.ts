/**
 * The steps of the mirror protocol, named after what has just been done. M1 to M10 bring a copy
 * that is *received*; M6, V1 and V2 come later and make it *verified*:
 *
 * | point | done |
 * |---|---|
 * | M1 | the disk has room beyond its reserve |
 * | M2 | temporary file made in `incoming/` |
 * | M3 | all bytes written |
 * | M4 | length and SHA-256 are as promised |
 * | M5 | file synced |
 * | M7 | renamed to its final name |
 * | M8 | folders synced |
 * | M9 | journal committed |
 * | M10 | acknowledged to the Worker, as received or as verified |
 * | V1 | a copy is about to be read back |
 * | M6 | read back past the page cache, hash equal |
 * | V2 | journal committed: verified |
 */
export const failPoints = [
  'M1',
  'M2',
  'M3',
  'M4',
  'M5',
  'M7',
  'M8',
  'M9',
  'M10',
  'V1',
  'M6',
  'V2',
] as const
export type FailPoint = (typeof failPoints)[number]

/**
 * The steps that take a copy away:
 *
 * | point | done |
 * |---|---|
 * | R1 | the journal knows the copy no more |
 * | R2 | renamed into the disk's trash |
 * | R3 | folders synced |
 * | R4 | journal committed: nothing is left to do |
 */
export type RemovalPoint = 'R1' | 'R2' | 'R3' | 'R4'

/**
 * The steps that read old copies back again:
 *
 * | point | done |
 * |---|---|
 * | S1 | some copies of a disk were read; those that are wrong are disowned |
 * | S2 | journal committed: those that are right are verified anew |
 */
export type ScrubPoint = 'S1' | 'S2'

/** Called when a step is done. Fault runs end the process here; otherwise it does nothing. */
export type AtFailPoint = (point: FailPoint | RemovalPoint | ScrubPoint) => void

export const noFailPoint: AtFailPoint = () => undefined
