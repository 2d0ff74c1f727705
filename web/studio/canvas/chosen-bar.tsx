import { noteColours } from '#contracts/canvas'
import { IconButton } from '../../ui/button.tsx'
import { canEdit } from '../sync/canvas-sync.ts'
import { stageSize, view } from '../sync/view.ts'
import {
  alignChosen,
  boxOfChosen,
  changeTiles,
  distributeChosen,
  duplicateChosen,
  groupChosen,
  removeChosen,
  restack,
  ungroupChosen,
} from './actions.ts'
import { ArrangeIcon, type ArrangeName } from './arrange-icon.tsx'
import { chosenTiles } from './choice.ts'
import { held, marquee, writtenNote } from './surface-state.ts'
import { tidy } from './tidy.ts'
import { toStage } from './view-moves.ts'

/** CSS pixels: what the head and the field for words take of the stage, and how high the bar is. */
const headPx = 72
const footPx = 150
const barPx = 46

/** What can be done with what is chosen: above it, or below where above is no room. */
export function ChosenBar() {
  const tiles = chosenTiles()
  const box = boxOfChosen()
  if (!box || !canEdit.value || held.value || marquee.value || writtenNote.value) return null
  const at = toStage(box, view.value)
  const { width, height } = stageSize.value
  const isSeveral = tiles.length > 1
  const isGrouped = tiles.every(({ group }) => group !== null && group === tiles[0]?.group)
  const note = tiles.length === 1 && tiles[0]?.kind === 'note' ? tiles[0] : null
  const half = Math.min(isSeveral ? 236 : note ? 170 : 90, width / 2 - 8)
  const x = Math.min(width - half - 8, Math.max(half + 8, at.x + at.width / 2))
  const below = at.y + at.height + 14
  const isAbove = at.y >= headPx + barPx || below + barPx > height - footPx
  const y = isAbove ? Math.max(headPx, at.y - barPx - 12) : below
  return (
    <div
      class="chosen-bar"
      role="toolbar"
      aria-label={isSeveral ? `${tiles.length} tiles` : 'The chosen tile'}
      style={{ transform: `translate(${x}px, ${y}px) translateX(-50%)` }}
    >
      {note &&
        noteColours.map((colour) => (
          <button
            key={colour}
            type="button"
            class={`note-colour is-${colour}`}
            aria-label={`Colour: ${colour}`}
            aria-pressed={note.colour === colour}
            onClick={() => changeTiles([{ tile: note.id, set: { colour } }])}
          />
        ))}
      {isSeveral && (
        <>
          {arrangements.map(({ name, label, run }) => (
            <Arrange key={name} name={name} label={label} onClick={run} />
          ))}
          <Arrange name="tidy" label="Tidy up (T)" onClick={tidy} />
          <Arrange
            name={isGrouped ? 'ungroup' : 'group'}
            label={isGrouped ? 'Take the group apart (Ctrl Shift G)' : 'Group (Ctrl G)'}
            onClick={isGrouped ? ungroupChosen : groupChosen}
          />
        </>
      )}
      <Arrange name="front" label="To the front (])" onClick={() => restack(1)} />
      <Arrange name="back" label="To the back ([)" onClick={() => restack(-1)} />
      <IconButton icon="copy" label="Duplicate (Ctrl D)" onClick={duplicateChosen} />
      <IconButton icon="trash" label="Delete" onClick={removeChosen} />
    </div>
  )
}

const arrangements = [
  { name: 'left', label: 'Align left edges', run: () => alignChosen('left') },
  { name: 'centre', label: 'Align centres', run: () => alignChosen('centre') },
  { name: 'top', label: 'Align top edges', run: () => alignChosen('top') },
  { name: 'middle', label: 'Align middles', run: () => alignChosen('middle') },
  { name: 'across', label: 'Even spaces across', run: () => distributeChosen('x') },
  { name: 'down', label: 'Even spaces down', run: () => distributeChosen('y') },
] as const

function Arrange(props: { name: ArrangeName; label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <ArrangeIcon name={props.name} />
    </button>
  )
}
