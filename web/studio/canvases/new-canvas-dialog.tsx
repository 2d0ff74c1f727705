import { useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'
import { personalSpaceOf, spaceName } from '../../shell/own-spaces.ts'
import { TaskDialog } from '../../shell/task-dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { makeCanvas } from './canvas-calls.ts'

/** Asks what a new canvas is called and, where there is a choice, whose it is. */
export function NewCanvasDialog(props: {
  me: Me
  onMade: (canvas: CanvasView) => void
  onClose: () => void
}) {
  const { me } = props
  const spaces = me.spaces.filter(({ role }) => role !== 'viewer')
  const [name, setName] = useState('Untitled canvas')
  const [spaceId, setSpaceId] = useState(personalSpaceOf(me).id)
  return (
    <TaskDialog
      title="New canvas"
      button="Make it"
      onSubmit={async () => {
        const isOwn = spaceId === me.personalSpaceId
        props.onMade(await makeCanvas(name, isOwn ? null : spaceId))
      }}
      onClose={props.onClose}
    >
      <Field
        label="Name"
        required
        maxLength={120}
        autocomplete="off"
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      {spaces.length > 1 && (
        <SelectField
          label="Space"
          value={spaceId}
          options={spaces.map((space) => ({ value: space.id, name: spaceName(space) }))}
          onPick={setSpaceId}
        />
      )}
      {spaceId !== me.personalSpaceId && (
        <p class="dialog-hint">Everybody in the space sees it; who may edit there works on it.</p>
      )}
    </TaskDialog>
  )
}
