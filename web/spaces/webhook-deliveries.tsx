import { useEffect, useMemo, useState } from 'preact/hooks'
import type { WebhookDeliveryView, WebhookView } from '#contracts/webhooks'
import { sentenceOf } from '../api.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { deliveryList, replayDelivery, replayFailed } from './webhook-calls.ts'
import { outcomeOf } from './webhook-words.ts'

const keptMs = 30 * 86_400_000
const badges = { delivered: 'proof', queued: 'waiting', held: 'waiting', failed: 'danger' } as const
const badgeWords = {
  delivered: 'Delivered',
  queued: 'Waiting',
  held: 'Held',
  failed: 'Failed',
} as const

/** What was delivered to a webhook within a month, newest first, and once more where it is wanted. */
export function DeliveriesDialog(props: { webhook: WebhookView; onClose: () => void }) {
  const { webhook } = props
  const deliveries = useMemo(() => deliveryList(webhook), [webhook])
  const [isBusy, setBusy] = useState(false)
  useEffect(() => void deliveries.load(), [deliveries])
  const canReplay = webhook.state === 'active'

  async function doing(work: () => Promise<string>) {
    setBusy(true)
    try {
      showToast(await work())
      await deliveries.load()
    } catch (error) {
      showToast(sentenceOf(error), { kind: 'danger' })
    }
    setBusy(false)
  }

  return (
    <Dialog
      title="Deliveries"
      onClose={props.onClose}
      actions={
        <>
          <Button
            disabled={!canReplay}
            busy={isBusy}
            icon="retry"
            onClick={() =>
              doing(async () => {
                const count = await replayFailed(webhook, new Date(Date.now() - keptMs))
                return count === 0 ? 'Nothing has failed.' : `${count} are delivered once more.`
              })
            }
          >
            Replay what failed
          </Button>
          <Button kind="primary" onClick={props.onClose}>
            Close
          </Button>
        </>
      }
    >
      <p class="quiet">
        Kept for 30 days. An event comes at least once, in no promised order; its id stays the same
        however often it comes.
      </p>
      <PagedBody of={deliveries} empty="Nothing was to be delivered yet.">
        {(items) => (
          <ul class="deliveries">
            {items.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                canReplay={canReplay && !isBusy}
                onReplay={() =>
                  doing(async () => {
                    const { state } = await replayDelivery(webhook, delivery)
                    return state === 'delivered' ? 'It was delivered.' : 'It failed again.'
                  })
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </Dialog>
  )
}

function DeliveryRow(props: {
  delivery: WebhookDeliveryView
  canReplay: boolean
  onReplay: () => void
}) {
  const { delivery } = props
  return (
    <li>
      <details>
        <summary>
          <strong class="mono">{delivery.type}</strong>
          <Badge kind={badges[delivery.state]}>{badgeWords[delivery.state]}</Badge>
          <time class="quiet" dateTime={delivery.at} title={formatExact(delivery.at)}>
            {formatAgo(delivery.at, Date.now())}
          </time>
          <span class="delivery-outcome quiet">{outcomeOf(delivery)}</span>
        </summary>
        <p class="quiet mono delivery-id">{delivery.eventId}</p>
        {delivery.answer !== null && delivery.answer !== '' && (
          <pre class="delivery-answer">{delivery.answer}</pre>
        )}
        <Button
          icon="retry"
          disabled={!props.canReplay}
          aria-label={`Replay ${delivery.eventId}`}
          onClick={props.onReplay}
        >
          Replay
        </Button>
      </details>
    </li>
  )
}
