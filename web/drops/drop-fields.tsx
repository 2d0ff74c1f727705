import '../shares/shares.css'
import { type DropAccepts, dropFileMaxBytes } from '#contracts/drops'
import { lifetimes } from '../shares/share-words.ts'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { DropDraft } from './drop-draft.ts'

const accepts: { value: DropAccepts; name: string }[] = [
  { value: 'pictures', name: 'Pictures' },
  { value: 'media', name: 'Pictures and films' },
  { value: 'files', name: 'Any files' },
]

/** What a drop link asks for and takes. */
export function DropFields(props: {
  draft: DropDraft
  isNew: boolean
  hadPassword: boolean
  onDraft: (draft: DropDraft) => void
}) {
  const { draft } = props
  const set = (change: Partial<DropDraft>) => props.onDraft({ ...draft, ...change })
  const number = (label: string, key: 'maxFileMb' | 'allMb' | 'files', max: number) => (
    <Field
      label={label}
      type="number"
      inputMode="numeric"
      required
      min={key === 'maxFileMb' ? 1 : 0}
      max={max}
      value={draft[key]}
      onInput={(event) => set({ [key]: event.currentTarget.value })}
    />
  )
  const lasting = props.isNew ? lifetimes : [{ value: 'same', name: 'As it is' }, ...lifetimes]
  return (
    <>
      <Field
        label="Title"
        required={!props.isNew}
        maxLength={120}
        placeholder="Pictures of the wedding"
        value={draft.title}
        onInput={(event) => set({ title: event.currentTarget.value })}
      />
      <TextField
        label="Some words"
        rows={2}
        maxLength={1_000}
        value={draft.message}
        onInput={(message) => set({ message })}
      />
      <SelectField
        label="It takes"
        value={draft.accepts}
        options={accepts}
        onPick={(picked) => set({ accepts: picked })}
      />
      <SelectField
        label="It lasts"
        value={draft.lasts}
        options={lasting}
        onPick={(lasts) => set({ lasts })}
      />
      <label class="share-check">
        <input
          type="checkbox"
          checked={draft.hasPassword}
          onChange={(event) => set({ hasPassword: event.currentTarget.checked, password: '' })}
        />
        <span>Ask for a password</span>
      </label>
      {draft.hasPassword && (
        <Field
          label={props.hadPassword ? 'Another password (empty: the same)' : 'Password'}
          required={!props.hadPassword}
          minLength={4}
          maxLength={200}
          autocomplete="off"
          value={draft.password}
          onInput={(event) => set({ password: event.currentTarget.value })}
        />
      )}
      <details class="share-more">
        <summary>How much</summary>
        <div class="share-more-fields">
          {number('Largest file, MB', 'maxFileMb', dropFileMaxBytes / 1_000_000)}
          {number('All together, MB', 'allMb', 10_000_000)}
          {number('Files', 'files', 100_000)}
        </div>
      </details>
    </>
  )
}
