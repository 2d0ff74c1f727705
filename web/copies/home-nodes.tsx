import { useState } from 'preact/hooks'
import type { HomeNodeView } from '#contracts/home-report'
import { answer, api, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { mirrorWords } from './copies-words.ts'

/** How far each home node is with its copies, and what it holds back. */
export function HomeNodes(props: { nodes: HomeNodeView[]; isAdmin: boolean; onDone: () => void }) {
  if (props.nodes.length === 0) return null
  return (
    <section aria-labelledby="copies-home">
      <h2 id="copies-home">At home</h2>
      <ul class="copies-homes">
        {props.nodes.map((node) => (
          <li key={node.id}>
            <header>
              <h3>{node.name}</h3>
              <Badge kind={node.isOnline ? 'proof' : 'waiting'}>
                {node.isOnline ? 'there' : 'away'}
              </Badge>
            </header>
            {node.mirror && <p>{mirrorWords(node.mirror)}</p>}
            {node.mirror?.removals.isHeld && (
              <Held node={node} removals={node.mirror.removals} {...props} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Held(props: {
  node: HomeNodeView
  removals: { copies: number; untilMs: number }
  isAdmin: boolean
  onDone: () => void
}) {
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const copies = props.removals.copies.toLocaleString('en')
  async function allow() {
    setBusy(true)
    try {
      const json = { homeNodeId: props.node.id, untilMs: props.removals.untilMs }
      await answer(api.api.admin.copies.removals.$post({ json }))
      showToast('They leave the disks as soon as the home node hears of it.')
      setAsking(false)
      props.onDone()
    } catch (error) {
      showToast(sentenceOf(error), { kind: 'danger' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="copies-held" role="alert">
      <p>
        <strong>{copies} copies of purged originals are held on the disks:</strong> more than usual
        were purged at once. What was purged by mistake comes back by uploading it again.
      </p>
      {props.isAdmin ? (
        <Button kind="danger" onClick={() => setAsking(true)}>
          Let them go
        </Button>
      ) : (
        <p class="quiet">An admin of the vault can let them go.</p>
      )}
      {isAsking && (
        <Dialog
          title="Let purged originals leave the disks?"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button kind="quiet" onClick={() => setAsking(false)}>
                Keep them
              </Button>
              <Button kind="danger" busy={isBusy} onClick={() => void allow()}>
                Let {copies} copies go
              </Button>
            </>
          }
        >
          <p>
            They go to the trash of their disks, and are deleted when its time is over. Nothing in
            the vault refers to them any more.
          </p>
        </Dialog>
      )}
    </div>
  )
}
