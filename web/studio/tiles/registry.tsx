import type { ComponentType } from 'preact'
import type { Tile, TileKind } from '#contracts/canvas'
import { FileTile, fileTileName } from './file-tile.tsx'
import { NoteTile, noteTileName } from './note-tile.tsx'
import { PromptTile, promptTileName } from './prompt-tile.tsx'
import type { TileOf, TileProps } from './tile-props.ts'

type Kinds = {
  [Kind in TileKind]: {
    Inside: ComponentType<TileProps<Kind>>
    /** How it is called to somebody who does not see it. */
    nameOf: (tile: TileOf<Kind>) => string
  }
}

const kinds = {
  prompt: { Inside: PromptTile, nameOf: promptTileName },
  file: { Inside: FileTile, nameOf: fileTileName },
  note: { Inside: NoteTile, nameOf: noteTileName },
} satisfies Kinds

/** The inside of any tile. */
export function TileInside({ tile, isLarge }: { tile: Tile; isLarge: boolean }) {
  switch (tile.kind) {
    case 'prompt':
      return <kinds.prompt.Inside tile={tile} isLarge={isLarge} />
    case 'file':
      return <kinds.file.Inside tile={tile} isLarge={isLarge} />
    case 'note':
      return <kinds.note.Inside tile={tile} isLarge={isLarge} />
  }
}

export function nameOfTile(tile: Tile): string {
  switch (tile.kind) {
    case 'prompt':
      return kinds.prompt.nameOf(tile)
    case 'file':
      return kinds.file.nameOf(tile)
    case 'note':
      return kinds.note.nameOf(tile)
  }
}
