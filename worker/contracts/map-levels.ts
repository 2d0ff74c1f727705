// Apart from the shapes: the page's script needs these numbers and nothing of zod.

/** How near the map comes: at 0 the whole earth is one square of 256 px, at 14 a village fills a page. */
export const maxZoom = 14
/** Cells are counted at the levels 2, 4, … 16; a level has 2^level cells to a side of the earth. */
export const finestLevel = 16

/** The level at which pictures are gathered at a zoom: cells of 64 px, or of 128 where it is odd. */
export function levelOf(zoom: number): number {
  const whole = Math.min(Math.max(Math.round(zoom), 0), maxZoom)
  return whole % 2 === 0 ? whole + 2 : whole + 1
}

/** At most this many clusters are answered, the fullest first. */
export const maxClusters = 300

/** Cells with more pictures than this are for coming closer; only the finest are listed whatever they hold. */
export const maxListedFiles = 5_000
