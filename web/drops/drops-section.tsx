import { useEffect, useMemo, useState } from 'preact/hooks'
import type { DropView } from '#contracts/drops'
import { attempt } from '../shell/attempt.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { formatAgo, formatBytes, formatDate } from '../ui/format.ts'
import { type PagedList, pagedList } from '../ui/paged.ts'
import { follow } from '../ui/route.ts'
import { Row } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { dropAddress, listDrops, setRevoked } from './drop-calls.ts'
import { DropMade, EditDropDialog } from './drop-dialogs.tsx'

const stateNames: Record<DropView['state'], string> = {
  open: 'Open',
  ended: 'Ended',
  full: 'Full',
  revoked: 'Taken back',
}

/** The drop links of the spaces that somebody administers. */
function dropList(): PagedList<DropView> {
  return pagedList(async () => ({ items: await listDrops(), nextCursor: null }))
}

/** All of them, if there are any, and what came by each. */
export function DropsSection() {
  const list = useMemo(dropList, [])
  useEffect(() => void list.load(), [list])
  const { items } = list.list.value
  const put = (drop: DropView) =>
    list.change((all) => all.map((each) => (each.id === drop.id ? drop : each)))
  if (items.length === 0) return null
  return (
    <section class="links" aria-label="Links that ask for pictures">
      <h2 class="links-heading">Asking for pictures</h2>
      <ul>
        {items.map((drop) => (
          <DropRow key={drop.id} drop={drop} onChanged={put} />
        ))}
      </ul>
    </section>
  )
}

function DropRow({ drop, onChanged }: { drop: DropView; onChanged: (to: DropView) => void }) {
  const [open, setOpen] = useState<'show' | 'edit' | null>(null)
  const { title, state, receivedFiles } = drop
  const end = drop.expiresAt ? `until ${formatDate(drop.expiresAt)}` : 'without an end'
  const came =
    receivedFiles === 0 || drop.lastReceivedAt === null
      ? 'Nothing came yet'
      : `${receivedFiles === 1 ? 'One file' : `${receivedFiles} files`} came, ${formatBytes(drop.receivedBytes)}, the last ${formatAgo(drop.lastReceivedAt, Date.now())}`
  const turn = (isRevoked: boolean, said: string, undo?: () => void) =>
    attempt(async () => {
      onChanged(await setRevoked(drop.id, isRevoked))
      showToast(said, undo ? { action: { label: 'Undo', run: undo } } : {})
    })
  const restore = () => void turn(false, `“${title}” opens again.`)
  return (
    <Row
      title={<a href={dropAddress(drop)}>{title}</a>}
      badges={
        <>
          <Badge kind={state === 'open' ? 'proof' : 'plain'}>{stateNames[state]}</Badge>
          {drop.hasPassword && <Badge kind="plain">Password</Badge>}
        </>
      }
      note={
        <>
          Into{' '}
          <a href={`/folders/${drop.folderId}`} onClick={follow}>
            {drop.folderName}
          </a>
          , {end}. {came}.
        </>
      }
      actions={
        state === 'revoked' ? (
          <Button icon="restore" onClick={restore}>
            Open it again
          </Button>
        ) : (
          <>
            <CopyButton text={dropAddress(drop)} />
            <IconButton
              icon="link"
              label={`Address and QR code of ${title}`}
              onClick={() => setOpen('show')}
            />
            <IconButton icon="pencil" label={`Change ${title}`} onClick={() => setOpen('edit')} />
            <IconButton
              icon="close"
              label={`Take ${title} back`}
              onClick={() =>
                void turn(true, `“${title}” is taken back. Nothing comes by it any more.`, restore)
              }
            />
          </>
        )
      }
    >
      {open === 'show' && <DropMade drop={drop} onClose={() => setOpen(null)} />}
      {open === 'edit' && (
        <EditDropDialog drop={drop} onChanged={onChanged} onClose={() => setOpen(null)} />
      )}
    </Row>
  )
}
