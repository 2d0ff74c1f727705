import { useId, useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import type { TagCount } from '#contracts/tags'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'
import { showToast } from '../ui/toast.tsx'
import { deleteTags, mergeTags, renameTag } from './tag-calls.ts'
import { namesOf } from './tag-words.ts'

interface TagDialogProps {
  space: SpaceId
  tags: TagCount[]
  /** Something was changed. */
  onDone: () => void
  onClose: () => void
}

/** As the vault keeps labels, so that the way back finds it again. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

export function RenameTagDialog({ space, tags, onDone, onClose }: TagDialogProps) {
  const before = tags[0]?.tag ?? ''
  const [name, setName] = useState(before)
  return (
    <TaskDialog
      title={`Rename “${before}”`}
      button="Rename"
      onClose={onClose}
      onSubmit={async () => {
        const after = folded(name)
        await renameTag(space, before, after)
        onDone()
        if (after === before) return
        showToast(`“${before}” is “${after}” now.`, {
          action: {
            label: 'Undo',
            run: () => void attempt(() => renameTag(space, after, before)).then(onDone),
          },
        })
      }}
    >
      <Field
        label="New name"
        required
        maxLength={80}
        autocomplete="off"
        autocapitalize="none"
        value={name}
        hint="On every file of this space. What engines find under the old name gets the new one, too."
        onInput={(event) => setName(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}

export function MergeTagsDialog({ space, tags, onDone, onClose }: TagDialogProps) {
  const largest = tags.toSorted((a, b) => b.files - a.files)[0]?.tag ?? ''
  const [into, setInto] = useState(largest)
  const names = tags.map(({ tag }) => tag)
  const groupName = useId()
  return (
    <TaskDialog
      title={`Merge ${namesOf(names)}`}
      button="Merge"
      onClose={onClose}
      onSubmit={async () => {
        await mergeTags(space, names, into)
        onDone()
        showToast(`They are all “${folded(into)}” now.`)
      }}
    >
      <fieldset class="tag-merge-names">
        <legend>Which name stays?</legend>
        {names.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name={groupName}
              checked={into === name}
              onChange={() => setInto(name)}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <Field
        label="Or another name"
        maxLength={80}
        autocomplete="off"
        autocapitalize="none"
        value={names.includes(into) ? '' : into}
        hint="A merge cannot be taken back: afterwards nothing tells which file had which tag."
        onInput={(event) => setInto(event.currentTarget.value || largest)}
      />
    </TaskDialog>
  )
}

export function DeleteTagsDialog({ space, tags, onDone, onClose }: TagDialogProps) {
  const names = tags.map(({ tag }) => tag)
  const files = tags.reduce((sum, tag) => sum + tag.files, 0)
  const byHand = tags.reduce((sum, tag) => sum + tag.byHand, 0)
  return (
    <TaskDialog
      title={`Delete ${namesOf(names)}?`}
      button="Delete"
      kind="danger"
      onClose={onClose}
      onSubmit={async () => {
        await deleteTags(space, names)
        onDone()
        showToast(names.length === 1 ? 'The tag is deleted.' : `${names.length} tags are deleted.`)
      }}
    >
      <p>
        {files.toLocaleString('en')} {files === 1 ? 'file loses it' : 'files lose it'}
        {byHand > 0 && `, ${byHand.toLocaleString('en')} of them where somebody wrote it`}; the
        files themselves stay. Engines will not say it in this space any more. This cannot be taken
        back.
      </p>
    </TaskDialog>
  )
}
