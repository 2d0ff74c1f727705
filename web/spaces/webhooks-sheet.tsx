import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import type { WebhookView } from '#contracts/webhooks'
import { sentenceOf } from '../api.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import type { PagedList } from '../ui/paged.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import {
  changeSecret,
  changeWebhook,
  removeWebhook,
  sendTest,
  webhookList,
} from './webhook-calls.ts'
import { DeliveriesDialog } from './webhook-deliveries.tsx'
import { SecretDialog, WebhookDialog } from './webhook-dialogs.tsx'
import { outcomeOf, troubleOf } from './webhook-words.ts'
import './webhooks.css'

/** Who is told of what happens in a space, for its admins. */
export function WebhooksSheet({ spaceId }: { spaceId: SpaceId }) {
  const webhooks = useMemo(() => webhookList(spaceId), [spaceId])
  const [isMaking, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  useEffect(() => void webhooks.load(), [webhooks])
  return (
    <Sheet
      title="Webhooks"
      lead="A program of yours is told what happens here: each event is sent to its address, signed, and tried for a day when it does not answer."
      action={
        <Button icon="plus" onClick={() => setMaking(true)}>
          New webhook
        </Button>
      }
    >
      <PagedBody of={webhooks} empty="Nobody is told of what happens here.">
        {(items) => (
          <ul>
            {items.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                webhook={webhook}
                webhooks={webhooks}
                onSecret={setSecret}
              />
            ))}
          </ul>
        )}
      </PagedBody>
      {isMaking && (
        <WebhookDialog
          spaceId={spaceId}
          webhook={null}
          onDone={(made, told) => {
            webhooks.change((items) => [...items, made])
            setSecret(told)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Sheet>
  )
}

function WebhookRow(props: {
  webhook: WebhookView
  webhooks: PagedList<WebhookView>
  onSecret: (secret: string) => void
}) {
  const { webhook, webhooks } = props
  const [open, setOpen] = useState<'change' | 'deliveries' | 'secret' | 'remove' | null>(null)
  const [isBusy, setBusy] = useState(false)
  const close = () => setOpen(null)
  const isActive = webhook.state === 'active'
  const trouble = troubleOf(webhook, Date.now())
  const name = webhook.description || webhook.url
  const put = (changed: WebhookView) =>
    webhooks.change((items) => items.map((each) => (each.id === changed.id ? changed : each)))

  async function doing(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      showToast(sentenceOf(error), { kind: 'danger' })
    }
    setBusy(false)
  }

  return (
    <Row
      title={name}
      badges={
        isActive ? (
          webhook.failingSince !== null && <Badge kind="waiting">Failing</Badge>
        ) : (
          <Badge kind={webhook.state === 'paused' ? 'waiting' : 'danger'}>Paused</Badge>
        )
      }
      note={
        <>
          {webhook.description !== '' && <span class="webhook-url">{webhook.url}</span>}
          {webhook.events.join(', ')}
          {trouble !== null && <span class="webhook-trouble">{trouble}</span>}
        </>
      }
    >
      <div class="webhook-actions">
        <Button onClick={() => setOpen('deliveries')} aria-label={`Deliveries of ${name}`}>
          Deliveries
        </Button>
        <Button
          busy={isBusy}
          disabled={!isActive}
          onClick={() =>
            doing(async () => {
              const sent = await sendTest(webhook)
              const isThere = sent.state === 'delivered'
              showToast(`The test event: ${outcomeOf(sent)}.`, isThere ? {} : { kind: 'danger' })
              await webhooks.load()
            })
          }
        >
          Send a test event
        </Button>
        <Button onClick={() => setOpen('change')} aria-label={`Change ${name}`}>
          Change
        </Button>
        <Button
          busy={isBusy}
          icon={isActive ? 'pause' : 'play'}
          onClick={() =>
            doing(async () => {
              put(await changeWebhook(webhook, { paused: isActive }))
            })
          }
        >
          {isActive ? 'Pause' : 'Take up again'}
        </Button>
        <Button onClick={() => setOpen('secret')} aria-label={`New secret for ${name}`}>
          New secret
        </Button>
        <Button onClick={() => setOpen('remove')} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </div>
      {open === 'change' && (
        <WebhookDialog spaceId={webhook.spaceId} webhook={webhook} onDone={put} onClose={close} />
      )}
      {open === 'deliveries' && <DeliveriesDialog webhook={webhook} onClose={close} />}
      {open === 'secret' && (
        <TaskDialog
          title="Make a new secret?"
          button="Make a new secret"
          kind="danger"
          onSubmit={async () => props.onSecret(await changeSecret(webhook))}
          onClose={close}
        >
          <p>
            From then on deliveries are signed with it alone. The receiver has to know it first.
          </p>
        </TaskDialog>
      )}
      {open === 'remove' && (
        <TaskDialog
          title="Remove the webhook?"
          button="Remove"
          kind="danger"
          onSubmit={async () => {
            await removeWebhook(webhook)
            webhooks.change((items) => items.filter(({ id }) => id !== webhook.id))
          }}
          onClose={close}
        >
          <p>
            Nothing is sent to it from now on, not even what waits. Its deliveries are forgotten.
          </p>
        </TaskDialog>
      )}
    </Row>
  )
}
