import './page-keys.css'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Which key does what, in the grids and over an open file. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title="Keys"
      actions={
        <Button autofocus onClick={onClose}>
          Close
        </Button>
      }
      onClose={onClose}
    >
      <div class="key-sheet">
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map(([key, words]) => (
                <div key={key}>
                  <dt class="mono">{key}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

const groups = [
  {
    name: 'Everywhere',
    keys: [
      ['/', 'search'],
      ['g', 'go to a month, an album, a folder or a page'],
      ['u', 'choose files to upload'],
      ['?', 'this list'],
      ['Esc', 'close, or choose nothing'],
    ],
  },
  {
    name: 'Among pictures',
    keys: [
      ['Arrows', 'to the next picture'],
      ['Enter', 'open it'],
      ['Space, x', 'choose it; with Shift all from the last one'],
      ['f', 'to the favourites, or out of them'],
      ['a', 'to the archive, or out of it'],
      ['Delete', 'to the trash; in an album: out of it'],
    ],
  },
  {
    name: 'Over an open file',
    keys: [
      ['← →', 'the file before, the file after'],
      ['1 to 5, 0', 'stars, or none'],
      ['f', 'favourite, or not'],
      ['a', 'archive, or not'],
      ['e', 'edit it'],
      ['i', 'its details'],
      ['+ − z', 'larger, smaller, as large as it is'],
      ['s, Space', 'slideshow, and its pause'],
      ['F', 'full screen'],
      ['Delete', 'to the trash'],
    ],
  },
  {
    name: 'On a canvas of the studio',
    keys: [
      ['Tab, Enter', 'to the next tile; write or open it'],
      ['Arrows', 'move what is chosen, with Shift further; else the ground'],
      ['Space and drag', 'move the ground; the wheel does, too'],
      ['+ − 0 1', 'larger, smaller, as large as it is, everything'],
      ['Ctrl A, x', 'choose all; one more, or one less'],
      ['Ctrl D', 'duplicate; dragging with Alt does, too'],
      ['Ctrl G', 'group; with Shift take the group apart'],
      ['[ ]', 'to the back, to the front'],
      ['n, t', 'a note; tidy up'],
      ['Ctrl Z', 'undo; with Shift redo'],
      ['Delete', 'delete the tiles'],
    ],
  },
] as const
