import type { ShareView } from '#contracts/shares'
import { Field } from '../ui/field.tsx'
import { formatDate } from '../ui/format.ts'
import { SelectField } from '../ui/select-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { LinkDraft } from './link-draft.ts'
import { downloadChoices, lifetimes, sides } from './share-words.ts'
import './shares.css'

/** What a link shows and allows. What most people never change is folded away. */
export function LinkFields(props: {
  draft: LinkDraft
  /** The link that is changed; null for a new one. */
  share: ShareView | null
  onDraft: (draft: LinkDraft) => void
}) {
  const { draft, share } = props
  const set = (change: Partial<LinkDraft>) => props.onDraft({ ...draft, ...change })
  const kept = share?.expiresAt ? `Until ${formatDate(share.expiresAt)}` : 'Without an end'
  const lasting = share ? [{ value: 'same', name: `As it is: ${kept}` }, ...lifetimes] : lifetimes
  return (
    <>
      <Field
        label="Title"
        required
        maxLength={120}
        value={draft.title}
        onInput={(event) => set({ title: event.currentTarget.value })}
      />
      <SelectField
        label="It lasts"
        value={draft.lasts}
        options={lasting}
        onPick={(lasts) => set({ lasts })}
      />
      <Check
        label="Ask for a password"
        checked={draft.hasPassword}
        onChange={(hasPassword) => set({ hasPassword, password: '' })}
      />
      {draft.hasPassword && (
        <Field
          label={share?.hasPassword ? 'Another password (empty: the same)' : 'Password'}
          required={!share?.hasPassword}
          minLength={4}
          maxLength={200}
          autocomplete="off"
          value={draft.password}
          onInput={(event) => set({ password: event.currentTarget.value })}
        />
      )}
      <SelectField
        label="Visitors may keep"
        value={draft.downloads}
        options={downloadChoices}
        onPick={(downloads) => set({ downloads })}
      />
      {draft.downloads === 'originals' && (
        <Check
          label="Without place, camera and owner"
          note={
            draft.stripsMetadata
              ? 'Films and raw files stay here: they cannot be cleaned.'
              : 'Originals say where they were taken, when, and with what camera.'
          }
          checked={draft.stripsMetadata}
          onChange={(stripsMetadata) => set({ stripsMetadata })}
        />
      )}
      {draft.downloads !== 'none' && (
        <Check
          label="Also all at once, as a zip"
          checked={draft.allowsZip}
          onChange={(allowsZip) => set({ allowsZip })}
        />
      )}
      <details class="share-more">
        <summary>More</summary>
        <div class="share-more-fields">
          <TextField
            label="Some words above the pictures"
            rows={2}
            maxLength={1_000}
            value={draft.message}
            onInput={(message) => set({ message })}
          />
          <Field
            label="Address"
            hint="Letters, digits and hyphens. Left empty, it is one that nobody guesses."
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            pattern="[A-Za-z0-9][A-Za-z0-9\-]{1,62}[A-Za-z0-9]"
            title="3 to 64 letters, digits and hyphens"
            maxLength={64}
            value={draft.slug}
            onInput={(event) => set({ slug: event.currentTarget.value })}
          />
          <SelectField
            label="Pictures are shown"
            value={draft.largestSide}
            options={sides}
            onPick={(largestSide) => set({ largestSide })}
          />
          <Field
            label="Watermark"
            hint="Written over every picture that is opened."
            maxLength={100}
            value={draft.watermark}
            onInput={(event) => set({ watermark: event.currentTarget.value })}
          />
          <Field
            label="Views left"
            hint="Empty: as many as come."
            type="number"
            min={1}
            max={1_000_000}
            value={draft.viewsLeft}
            onInput={(event) => set({ viewsLeft: event.currentTarget.value })}
          />
          {draft.downloads !== 'none' && (
            <Field
              label="Downloads left"
              type="number"
              min={1}
              max={1_000_000}
              value={draft.downloadsLeft}
              onInput={(event) => set({ downloadsLeft: event.currentTarget.value })}
            />
          )}
          <Check
            label="Other pages may show it in a frame"
            checked={draft.isEmbeddable}
            onChange={(isEmbeddable) => set({ isEmbeddable })}
          />
        </div>
      </details>
    </>
  )
}

function Check(props: {
  label: string
  note?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <label class="share-check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {props.label}
        {props.note && <small class="quiet">{props.note}</small>}
      </span>
    </label>
  )
}
