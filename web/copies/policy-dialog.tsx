import { useState } from 'preact/hooks'
import type { SpacePolicies, WantedCopies } from '#contracts/policy'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/select-field.tsx'

const places = [
  { value: 'both', name: 'At the edge and at home' },
  { value: 'home', name: 'At home alone, with previews at the edge' },
] as const

/** Asks how many copies a space or a folder wants, on which disks, and whether R2 keeps one. */
export function PolicyDialog(props: {
  name: string
  policy: WantedCopies
  disks: SpacePolicies['disks']
  onSave: (policy: WantedCopies) => Promise<void>
  onClose: () => void
}) {
  const [policy, setPolicy] = useState(props.policy)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const most = policy.diskIds?.length ?? Math.max(1, props.disks.length)
  const counts = Array.from({ length: Math.min(8, most) }, (_, index) => String(index + 1))
  const isChosen = (id: SpacePolicies['disks'][number]['id']) =>
    policy.diskIds?.includes(id) ?? true
  function toggle(id: SpacePolicies['disks'][number]['id']) {
    const next = props.disks
      .map((disk) => disk.id)
      .filter((each) => (each === id ? !isChosen(id) : isChosen(each)))
    if (next.length === 0) return
    const copies = policy.copies === null ? null : Math.min(policy.copies, next.length)
    setPolicy({ ...policy, copies, diskIds: next.length === props.disks.length ? null : next })
  }
  async function save() {
    setBusy(true)
    setError(null)
    try {
      await props.onSave(policy)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={`What ${props.name} wants`}
      onClose={props.onClose}
      actions={
        <>
          <Button kind="quiet" onClick={props.onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={isBusy} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div class="copies-policy-form">
        <SelectField
          label="Where originals lie"
          value={policy.isInCloud ? 'both' : 'home'}
          options={places}
          onPick={(value) => setPolicy({ ...policy, isInCloud: value === 'both' })}
        />
        <SelectField
          label="Copies at home"
          value={policy.copies === null ? 'each' : String(policy.copies)}
          options={[
            { value: 'each', name: 'One on each disk' },
            ...counts.map((value) => ({ value, name: value })),
          ]}
          onPick={(value) =>
            setPolicy({ ...policy, copies: value === 'each' ? null : Number(value) })
          }
        />
        {props.disks.length > 0 && (
          <fieldset class="copies-disks">
            <legend>Disks that may hold them</legend>
            {props.disks.map(({ id, name }) => (
              <label key={id}>
                <input type="checkbox" checked={isChosen(id)} onChange={() => toggle(id)} />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        <p class="quiet">
          Copies that are there already stay, also where fewer are wanted from now on.
        </p>
        {error !== null && <p role="alert">{sentenceOf(error)}</p>}
      </div>
    </Dialog>
  )
}
