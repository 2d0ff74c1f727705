import { useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import {
  unsentWebhookEvents,
  type WebhookEvent,
  type WebhookView,
  webhookEvents,
} from '#contracts/webhooks'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { changeWebhook, makeWebhook } from './webhook-calls.ts'
import { eventHints } from './webhook-words.ts'

/** Asks for a new webhook, or what to change of one. `secret` is null unless it was made just now. */
export function WebhookDialog(props: {
  spaceId: SpaceId
  /** Null for a new one. */
  webhook: WebhookView | null
  onDone: (webhook: WebhookView, secret: string | null) => void
  onClose: () => void
}) {
  const { webhook } = props
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [events, setEvents] = useState<readonly WebhookEvent[]>(
    webhook?.events ?? ['file.created', 'file.ready'],
  )
  return (
    <TaskDialog
      title={webhook === null ? 'New webhook' : 'Change the webhook'}
      button={webhook === null ? 'Make the webhook' : 'Save'}
      onSubmit={async () => {
        const wanted = { url, description, events: [...events] }
        if (webhook === null) {
          const made = await makeWebhook(props.spaceId, wanted)
          props.onDone(made.webhook, made.secret)
        } else {
          props.onDone(await changeWebhook(webhook, wanted), null)
        }
      }}
      onClose={props.onClose}
    >
      <Field
        label="Address"
        hint="On the public Internet, beginning with https://."
        required
        type="url"
        maxLength={2048}
        autocomplete="off"
        value={url}
        onInput={(event) => setUrl(event.currentTarget.value)}
      />
      <Field
        label="Description"
        hint="What it is for. Not needed."
        maxLength={200}
        autocomplete="off"
        value={description}
        onInput={(event) => setDescription(event.currentTarget.value)}
      />
      <fieldset class="scopes">
        <legend>Tell it when</legend>
        {webhookEvents.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={events.includes(name)}
              onChange={(event) =>
                setEvents(
                  event.currentTarget.checked
                    ? [...events, name]
                    : events.filter((each) => each !== name),
                )
              }
            />
            <span>
              <strong class="mono">{name}</strong>{' '}
              <span class="quiet">
                {eventHints[name]}
                {unsentWebhookEvents.includes(name) && ' (not sent yet)'}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </TaskDialog>
  )
}

/** The secret, this once. */
export function SecretDialog(props: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      title="Here is its secret"
      onClose={props.onClose}
      actions={
        <Button kind="primary" onClick={props.onClose}>
          I have kept it
        </Button>
      }
    >
      <div class="dialog-form">
        <p>
          Copy it now: it is shown this once and never again. The receiver checks with it that a
          delivery is from here, as <span class="mono">standardwebhooks.com</span> has it.
        </p>
        <CopyText label="Secret" text={props.secret} />
      </div>
    </Dialog>
  )
}
