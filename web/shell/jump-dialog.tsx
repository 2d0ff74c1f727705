import './page-keys.css'
import { useEffect, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import { folderAddress } from '../folders/addresses.ts'
import { foldersOf, loadFolders } from '../folders/folder-store.ts'
import { listAddress } from '../library/addresses.ts'
import { monthName } from '../library/timeline-layout.ts'
import { loadTimeline, timeline, wantedMonth } from '../library/timeline-state.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { navigate } from '../ui/route.ts'
import { placesOf } from './frame.tsx'

interface Goal {
  key: string
  name: string
  icon: IconName
  go: () => void
}

const shownAtMost = 40

/** Asks where to go: to a page, a folder, an album or a month of the timeline, by a part of its name. */
export function JumpDialog(props: { me: Me; space: MySpace; onClose: () => void }) {
  const { me, space, onClose } = props
  const [text, setText] = useState('')
  const of = space.id === me.personalSpaceId ? null : space.id
  useEffect(() => {
    void loadFolders(space.id)
    if (timeline.value.status !== 'ready') void loadTimeline(space.id)
  }, [space.id])
  const goals: Goal[] = [
    ...placesOf(me, space).map(({ href, name, icon }) => ({
      ...{ key: href, name, icon },
      go: () => navigate(href),
    })),
    {
      ...{ key: '/playground', name: 'Playground', icon: 'image' as const },
      go: () => navigate('/playground'),
    },
    {
      ...{ key: '/faces', name: 'Faces', icon: 'user' as const },
      go: () => navigate('/faces'),
    },
    ...foldersOf(space.id).value.items.map(({ id, name, kind }): Goal => {
      const isAlbum = kind === 'album'
      const href = folderAddress({ kind: isAlbum ? 'albums' : 'folders', space: of, id })
      return { key: id, name, icon: isAlbum ? 'album' : 'folder', go: () => navigate(href) }
    }),
    ...timeline.value.months.map(({ month }): Goal => {
      const go = () => {
        navigate(listAddress({ kind: 'library', space: of }))
        wantedMonth.value = month
      }
      return { key: month, name: `${monthName(month)} (${month})`, icon: 'clock', go }
    }),
  ]
  const words = text.toLowerCase().split(/\s+/)
  const found = goals
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .slice(0, shownAtMost)
  const take = (goal: Goal | undefined) => {
    if (!goal) return
    onClose()
    goal.go()
  }
  return (
    <Dialog title="Jump to" actions={<Button onClick={onClose}>Cancel</Button>} onClose={onClose}>
      <form
        class="jump"
        onSubmit={(event) => {
          event.preventDefault()
          take(found[0])
        }}
        onKeyDown={moveThrough}
      >
        <input
          type="text"
          class="jump-field"
          aria-label="A month, an album, a folder or a page"
          placeholder="A month, an album, a folder or a page"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <ul class="jump-list">
          {found.map((goal) => (
            <li key={goal.key}>
              <button type="button" onClick={() => take(goal)}>
                <Icon name={goal.icon} size={18} /> {goal.name}
              </button>
            </li>
          ))}
          {found.length === 0 && <li class="quiet">Nothing here is called that.</li>}
        </ul>
      </form>
    </Dialog>
  )
}

/** Arrows up and down go from the field through what was found. */
function moveThrough(event: KeyboardEvent) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .jump-list button')]
  const at = stops.findIndex((stop) => stop.matches(':focus'))
  event.preventDefault()
  stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus()
}
