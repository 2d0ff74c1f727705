import { useEffect, useState } from 'preact/hooks'
import type { ConsentView } from '#contracts/consent'
import type { OrganizationView } from '#contracts/face-api'
import { sentenceOf } from '../api.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { readConsents, withdrawConsent } from './organization-calls.ts'

/** What was agreed to, when, and until when. */
export function ConsentSheet(props: {
  organization: OrganizationView
  onChanged: () => Promise<void>
}) {
  const { organization } = props
  const [items, setItems] = useState<readonly ConsentView[] | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [isEnding, setEnding] = useState(false)
  useEffect(() => {
    readConsents(organization).then(
      (list) => setItems(list.items),
      (error: unknown) => setSentence(sentenceOf(error)),
    )
  }, [organization])
  return (
    <Sheet
      title="What was agreed to"
      action={
        organization.isConsented &&
        organization.role === 'admin' && (
          <Button kind="danger" onClick={() => setEnding(true)}>
            Withdraw
          </Button>
        )
      }
    >
      {sentence && <p role="alert">{sentence}</p>}
      {items?.length === 0 && (
        <p class="sheet-empty quiet">Nothing yet: no face is looked for in this organization.</p>
      )}
      {items && items.length > 0 && (
        <ul class="faces-list" aria-label="Consents">
          {items.map((consent) => (
            <Row
              key={consent.id}
              title={new Date(consent.recordedAt).toLocaleString()}
              badges={
                consent.withdrawnAt === null ? (
                  <Badge kind="proof">in force</Badge>
                ) : (
                  <Badge kind="plain">withdrawn</Badge>
                )
              }
              note={consent.text}
            />
          ))}
        </ul>
      )}
      {isEnding && (
        <TaskDialog
          title="Withdraw what was agreed to?"
          button="Withdraw"
          kind="danger"
          onSubmit={async () => {
            await withdrawConsent(organization)
            await props.onChanged()
          }}
          onClose={() => setEnding(false)}
        >
          <p>From then on nobody is recognized here. What is known stays until it is erased.</p>
        </TaskDialog>
      )}
    </Sheet>
  )
}
