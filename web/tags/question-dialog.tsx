import { useState } from 'preact/hooks'
import type { LabelQuestion } from '#contracts/labels'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Field } from '../ui/field.tsx'

/** A question of a space's own, answered by a tag. */
export function QuestionDialog(props: {
  onAsk: (question: LabelQuestion) => void
  onClose: () => void
}) {
  const [name, setName] = useState('')
  const [yes, setYes] = useState('')
  const [no, setNo] = useState('')
  const typing = { autocomplete: 'off', maxLength: 200 } as const
  return (
    <TaskDialog
      title="Ask every picture"
      button="Ask"
      onClose={props.onClose}
      onSubmit={async () => {
        const tag = name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
        props.onAsk({ name: tag, yes: yes.trim(), no: no.trim() || null })
      }}
    >
      <Field
        {...typing}
        label="Tag for yes"
        required
        maxLength={80}
        placeholder="our cat"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Field
        {...typing}
        label="What a picture shows then"
        required
        minLength={3}
        placeholder="a grey cat with white paws"
        hint="In English, as one would caption it."
        value={yes}
        onInput={(event) => setYes(event.currentTarget.value)}
      />
      <Field
        {...typing}
        label="What it shows otherwise"
        minLength={3}
        placeholder="another cat"
        hint="Left empty: any other picture."
        value={no}
        onInput={(event) => setNo(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}
