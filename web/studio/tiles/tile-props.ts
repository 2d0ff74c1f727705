import type { Tile, TileKind } from '#contracts/canvas'

export type TileOf<Kind extends TileKind> = Extract<Tile, { kind: Kind }>

/** What the inside of a tile is drawn from. */
export interface TileProps<Kind extends TileKind> {
  tile: TileOf<Kind>
  /** Whether it is drawn so large that the small picture would look coarse. */
  isLarge: boolean
}
