import { useEffect, useId, useRef, useState } from 'preact/hooks'
import './pick-folder.css'
import type { FolderKind, FolderView } from '#contracts/folders'
import type { FolderId, SpaceId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { FormError } from '../shell/form-error.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { makeFolder } from './folder-calls.ts'
import { foldersOf, loadFolders } from './folder-store.ts'
import { foldersAbove, inNameOrder, mayLieIn, treeOf, visibleRows } from './folder-tree.ts'

const words = {
  folder: { title: 'Move to…', make: 'New folder', button: 'Move here', top: 'Top of the space' },
  album: { title: 'Add to an album', make: 'New album', button: 'Add', top: '' },
} as const

/**
 * Lets somebody choose a folder or an album of a space, or make one on the way. `onPick` gets null
 * for the top of the space, which only folders have; the dialog closes once it resolves, and stays
 * with the reason when it throws. `moved` is a folder that is on the move: neither it nor what lies
 * in it is offered.
 */
export function PickFolder(props: {
  kind: FolderKind
  spaceId: SpaceId
  title?: string
  button?: string
  moved?: FolderId
  /** Whether the top of the space is offered; it is, unless this is false. */
  hasTop?: boolean
  onPick: (folder: FolderView | null) => Promise<unknown> | unknown
  onClose: () => void
}) {
  const { kind, spaceId } = props
  const text = words[kind]
  const hasTop = kind === 'folder' && props.hasTop !== false
  const formId = useId()
  const [picked, setPicked] = useState<FolderId | null>(null)
  const [typed, setTyped] = useState('')
  const [isMaking, setMaking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { status, items, error: loadError } = foldersOf(spaceId).value
  useEffect(() => void loadFolders(spaceId), [spaceId])
  const rows = rowsOf(kind, items, typed, props.moved)

  async function attempt(work: () => Promise<unknown>) {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (cause) {
      setError(sentenceOf(cause))
    }
    setBusy(false)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void attempt(async () => {
      await props.onPick(items.find(({ id }) => id === picked) ?? null)
      props.onClose()
    })
  }
  const canPick = status === 'ready' && (hasTop || picked !== null)

  return (
    <Dialog
      title={props.title ?? text.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} busy={isBusy} disabled={!canPick}>
            {props.button ?? text.button}
          </Button>
        </>
      }
    >
      <form id={formId} class="pick-folder" onSubmit={submit}>
        <input
          type="search"
          class="pick-search"
          placeholder="Find by name"
          aria-label="Find by name"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <fieldset class="pick-list">
          <legend class="visually-hidden">{kind === 'album' ? 'Albums' : 'Folders'}</legend>
          {hasTop && typed === '' && (
            <PickRow
              name={text.top}
              icon="home"
              level={1}
              isPicked={picked === null}
              onPick={() => setPicked(null)}
            />
          )}
          {rows.map(({ folder, level, above }) => (
            <PickRow
              key={folder.id}
              name={folder.name}
              above={above}
              icon={kind}
              level={level}
              isPicked={picked === folder.id}
              onPick={() => setPicked(folder.id)}
            />
          ))}
          {status === 'loading' && <p class="quiet pick-note">Loading…</p>}
          {status === 'failed' && <p class="quiet pick-note">{sentenceOf(loadError)}</p>}
          {status === 'ready' && rows.length === 0 && (
            <p class="quiet pick-note">
              {typed !== ''
                ? 'Nothing here has that name.'
                : kind === 'album'
                  ? 'There are no albums yet. Make the first one.'
                  : 'There are no folders yet.'}
            </p>
          )}
        </fieldset>
        {error !== null && <FormError sentence={error} />}
      </form>
      {isMaking ? (
        <MakeRow
          label={text.make}
          isBusy={isBusy}
          onMake={(name) =>
            attempt(async () => {
              const parentId = kind === 'folder' ? picked : null
              const made = await makeFolder({ spaceId, name, kind, parentId })
              setTyped('')
              setPicked(made.id)
              setMaking(false)
            })
          }
        />
      ) : (
        <Button kind="quiet" icon="plus" onClick={() => setMaking(true)}>
          {text.make}
        </Button>
      )}
    </Dialog>
  )
}

interface OfferedRow {
  folder: FolderView
  level: number
  /** The way to it, where the rows around do not tell it. */
  above: string
}

function rowsOf(
  kind: FolderKind,
  items: FolderView[],
  typed: string,
  moved: FolderId | undefined,
): OfferedRow[] {
  const wanted = typed.trim().toLocaleLowerCase()
  const isWanted = ({ name }: FolderView) => name.toLocaleLowerCase().includes(wanted)
  if (kind === 'album' || wanted !== '') {
    return inNameOrder(items.filter((each) => each.kind === kind && isWanted(each)))
      .filter(({ id }) => moved === undefined || mayLieIn(items, moved, id))
      .map((folder) => ({
        folder,
        level: 1,
        above: foldersAbove(items, folder.id)
          .map(({ name }) => name)
          .join(' / '),
      }))
  }
  const all = new Set(items.map(({ id }) => id))
  return visibleRows(treeOf(items), all)
    .filter(({ folder }) => moved === undefined || mayLieIn(items, moved, folder.id))
    .map(({ folder, level }) => ({ folder, level: level + 1, above: '' }))
}

function PickRow(props: {
  name: string
  above?: string
  icon: 'home' | FolderKind
  level: number
  isPicked: boolean
  onPick: () => void
}) {
  return (
    <label class="pick-row" style={{ '--level': props.level }}>
      <input
        type="radio"
        name="folder"
        class="visually-hidden"
        checked={props.isPicked}
        onChange={props.onPick}
      />
      <Icon name={props.icon} />
      <span class="pick-name">{props.name}</span>
      {props.above && <span class="quiet pick-above">{props.above}</span>}
      {props.isPicked && <Icon name="check" size={18} />}
    </label>
  )
}

/** Beside the form of the dialog, not in it: its Enter makes a folder and picks none. */
function MakeRow(props: {
  label: string
  isBusy: boolean
  onMake: (name: string) => Promise<void>
}) {
  const [name, setName] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  return (
    <form
      class="pick-make"
      onSubmit={(event) => {
        event.preventDefault()
        void props.onMake(name)
      }}
    >
      <input
        ref={input}
        aria-label={`Name of the ${props.label.toLowerCase()}`}
        placeholder="Name"
        required
        maxLength={200}
        autocomplete="off"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" busy={props.isBusy}>
        Make it
      </Button>
    </form>
  )
}
