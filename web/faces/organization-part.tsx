import { useEffect, useState } from 'preact/hooks'
import type { Receipt } from '#contracts/receipt'
import { sentenceOf } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { ConsentSheet } from './consent-sheet.tsx'
import {
  eraseOrganization,
  exportOrganization,
  keepFor,
  readOrganization,
  readReceipts,
} from './organization-calls.ts'
import type { PartProps } from './page.tsx'
import { saveBlob } from './save-blob.ts'

const retentions = [
  { value: '', name: 'Until somebody erases them' },
  { value: '30', name: '30 days' },
  { value: '365', name: 'a year' },
  { value: '1095', name: 'three years' },
]

/** What was agreed to, how long faces are kept, taking everything along, and erasing it. */
export function OrganizationPart({ organization, onChanged }: PartProps) {
  const [receipts, setReceipts] = useState<readonly Receipt[]>([])
  const [sentence, setSentence] = useState<string | null>(null)
  const [isErasing, setErasing] = useState(false)
  const { organization: name, role, retentionDays } = organization
  const isAdmin = role === 'admin'
  useEffect(() => {
    void readOrganization(organization).catch(() => null)
    if (!isAdmin) return
    readReceipts(organization).then(setReceipts, (error: unknown) => setSentence(sentenceOf(error)))
  }, [])
  const days = retentionDays === null ? '' : String(retentionDays)
  const known = retentions.some(({ value }) => value === days)
  return (
    <>
      <ConsentSheet organization={organization} onChanged={onChanged} />
      <Sheet
        title="How long faces are kept"
        lead="Older ones are erased by themselves, with a receipt."
      >
        <SelectField
          label="Kept"
          value={days}
          disabled={!isAdmin}
          options={known ? retentions : [...retentions, { value: days, name: `${days} days` }]}
          onPick={(value) =>
            void attempt(async () => {
              await keepFor(organization, value === '' ? null : Number(value))
              await onChanged()
            }, 'Saved.')
          }
        />
      </Sheet>
      {isAdmin && (
        <Sheet
          title="Everything that is known"
          lead="Subjects, examples and descriptors with the names of their models, one JSON value a line."
          action={
            <Button
              icon="download"
              onClick={() =>
                void attempt(async () =>
                  saveBlob(await exportOrganization(organization), `${name}-faces.ndjson`),
                )
              }
            >
              Export
            </Button>
          }
        >
          {null}
        </Sheet>
      )}
      {isAdmin && (
        <Sheet
          title="Receipts"
          lead="What was erased, where and how much; signed by this vault. The command “cloudvault receipt verify” checks one."
        >
          {sentence && <p role="alert">{sentence}</p>}
          {receipts.length === 0 && <p class="sheet-empty quiet">Nothing was erased yet.</p>}
          {receipts.length > 0 && (
            <ul class="faces-list" aria-label="Receipts">
              {receipts.map((receipt) => (
                <Row
                  key={receipt.id}
                  title={receipt.subjectId === null ? 'Everything' : 'A subject'}
                  note={`${new Date(receipt.erasedAt).toLocaleString()}: ${receipt.stores.map(({ store, before, after }) => `${store} ${before ?? '?'} to ${after ?? '?'}`).join(', ')}`}
                  actions={
                    <Button icon="download" onClick={() => saveReceipt(receipt)}>
                      Save
                    </Button>
                  }
                />
              ))}
            </ul>
          )}
        </Sheet>
      )}
      {isAdmin && (
        <Sheet
          title="Erase the organization"
          lead="All subjects, faces, keys and what was agreed to, at once and for good."
          action={
            <Button kind="danger" icon="trash" onClick={() => setErasing(true)}>
              Erase {name}…
            </Button>
          }
        >
          {null}
        </Sheet>
      )}
      {isErasing && (
        <TaskDialog
          title={`Erase ${name}?`}
          button="Erase everything"
          kind="danger"
          typed={{ label: `Type ${name} to go on`, text: name }}
          onSubmit={async () => {
            saveReceipt(await eraseOrganization(organization))
            await onChanged()
          }}
          onClose={() => setErasing(false)}
        >
          <p>Nothing of it can be brought back. The receipt is saved as a file.</p>
        </TaskDialog>
      )}
    </>
  )
}

function saveReceipt(receipt: Receipt) {
  const text = JSON.stringify(receipt, null, 2)
  saveBlob(new Blob([text], { type: 'application/json' }), `receipt-${receipt.id}.json`)
}
