import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ShareView } from '#contracts/shares'
import { DropsSection } from '../drops/drops-section.tsx'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { formatAgo, formatDate } from '../ui/format.ts'
import { pagedList } from '../ui/paged.ts'
import { Row } from '../ui/sheet.tsx'
import { Badge, StateNote } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { EditLinkDialog } from './link-dialog.tsx'
import { LinkMade } from './link-made.tsx'
import { addressOf, listLinks, restoreLink, revokeLink } from './share-calls.ts'
import { contentWords, policyWords, stateNames, visitWords } from './share-words.ts'
import './shares.css'

/** All links of the spaces that somebody administers: what they show, for whom, and who came. */
export function LinksPage() {
  const list = useMemo(
    () => pagedList(async () => ({ items: await listLinks(), nextCursor: null })),
    [],
  )
  useEffect(() => {
    void list.load()
    const again = () => document.visibilityState === 'visible' && void list.load()
    document.addEventListener('visibilitychange', again)
    return () => document.removeEventListener('visibilitychange', again)
  }, [list])
  const put = (share: ShareView) =>
    list.change((items) => items.map((each) => (each.id === share.id ? share : each)))
  const { status, items } = list.list.value
  if (status === 'ready' && items.length === 0) {
    return (
      <>
        <StateNote icon="link" title="No links yet">
          Choose pictures, or open a folder, and make a link: whoever has it sees them without an
          account, for as long as you say.
        </StateNote>
        <DropsSection />
      </>
    )
  }
  return (
    <div class="links">
      <PagedBody of={list} empty="">
        {(shares) => (
          <ul>
            {shares.map((share) => (
              <LinkRow key={share.id} share={share} onChanged={put} />
            ))}
          </ul>
        )}
      </PagedBody>
      <DropsSection />
    </div>
  )
}

function LinkRow({ share, onChanged }: { share: ShareView; onChanged: (to: ShareView) => void }) {
  const [open, setOpen] = useState<'show' | 'edit' | null>(null)
  const { title, state } = share
  const isRevoked = state === 'revoked'
  const now = Date.now()
  const end = share.expiresAt ? `until ${formatDate(share.expiresAt)}` : 'without an end'
  const restore = () =>
    attempt(async () => onChanged(await restoreLink(share.id)), `“${title}” opens again.`)
  const revoke = () =>
    attempt(async () => {
      onChanged(await revokeLink(share.id))
      showToast(`“${title}” is taken back. It opens nowhere any more.`, {
        action: { label: 'Undo', run: () => void restore() },
      })
    })
  return (
    <Row
      title={<a href={addressOf(share)}>{title}</a>}
      badges={
        <>
          <Badge kind={state === 'open' ? 'proof' : 'plain'}>{stateNames[state]}</Badge>
          {policyWords(share).map((word) => (
            <Badge key={word} kind="plain">
              {word}
            </Badge>
          ))}
        </>
      }
      note={
        <>
          {contentWords(share)}, {end}. {visitWords(share, (iso) => formatAgo(iso, now))}.
        </>
      }
      actions={
        isRevoked ? (
          <Button icon="restore" onClick={() => void restore()}>
            Open it again
          </Button>
        ) : (
          <>
            <CopyButton text={addressOf(share)} />
            <IconButton
              icon="link"
              label={`Address and QR code of ${title}`}
              onClick={() => setOpen('show')}
            />
            <IconButton icon="pencil" label={`Change ${title}`} onClick={() => setOpen('edit')} />
            <IconButton icon="close" label={`Take ${title} back`} onClick={() => void revoke()} />
          </>
        )
      }
    >
      {open === 'show' && <LinkMade share={share} onClose={() => setOpen(null)} />}
      {open === 'edit' && (
        <EditLinkDialog share={share} onChanged={onChanged} onClose={() => setOpen(null)} />
      )}
    </Row>
  )
}
