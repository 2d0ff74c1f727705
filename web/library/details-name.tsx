import { useState } from 'preact/hooks'
import type { FileDetail, FileView } from '#contracts/files'
import { Field } from '../ui/field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { EditablePlace } from './details-field.tsx'
import { backOf, edit } from './details-save.ts'

/** The name of a file, to be changed in place. */
export function FileName({ file, canEdit }: { file: FileView; canEdit: boolean }) {
  const [name, setName] = useState(file.name)
  return (
    <EditablePlace
      label="Change the name"
      canEdit={canEdit}
      shown={<h1 class="details-name">{file.name}</h1>}
      form={
        <Field
          label="Name"
          value={name}
          required
          maxLength={255}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      }
      onOpen={() => setName(file.name)}
      onSave={async () => {
        const to = name.trim()
        if (to === file.name || to === '') return
        const undo = { said: `It is called “${to}” now.`, back: { name: file.name } }
        await edit(file.id, { name: to }, undo)
      }}
    />
  )
}

/** What somebody says of a file. */
export function FileDescription({ detail, canEdit }: { detail: FileDetail; canEdit: boolean }) {
  const now = detail.description ?? ''
  const [text, setText] = useState(now)
  if (now === '' && !canEdit) return null
  const isWritten = detail.metadata.edited.includes('description')
  const back = () => backOf(detail, ['description'])
  return (
    <EditablePlace
      label="Change the description"
      canEdit={canEdit}
      class="details-description"
      shown={
        now === '' ? <p class="quiet">No description yet</p> : <p class="details-said">{now}</p>
      }
      form={
        <TextField label="Description" maxLength={5_000} value={text} rows={4} onInput={setText} />
      }
      onOpen={() => setText(now)}
      onSave={async () => {
        const description = text.trim()
        if (description === now) return
        await edit(detail.id, { description }, { said: 'Description saved.', back: back() })
      }}
      other={
        isWritten
          ? {
              label: 'As the original says',
              onClick: () =>
                edit(
                  detail.id,
                  { description: null },
                  { said: 'The original has its say again.', back: back() },
                ),
            }
          : undefined
      }
    />
  )
}
