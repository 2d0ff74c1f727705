import { useEffect, useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import { type PresetView, presetNameSchema } from '#contracts/transforms'
import { answer, api } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { showToast } from '../ui/toast.tsx'

const presets = api.api.spaces[':spaceId'].presets

/** The names that a space has for recipes: to use, to keep, to take away. */
export function Presets(props: {
  spaceId: SpaceId
  query: string
  onUse: (query: string) => void
}) {
  const { spaceId, query } = props
  const [items, setItems] = useState<PresetView[]>([])
  const [isNaming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const load = async () => {
    setItems((await answer(presets.$get({ param: { spaceId } }))).items)
  }
  useEffect(() => void attempt(load), [spaceId])
  const put = async (preset: { name: string; query: string }) => {
    const param = { spaceId, name: preset.name }
    await answer(presets[':name'].$put({ param, json: { query: preset.query } }))
    await load()
  }
  const remove = async (preset: PresetView) => {
    const isGone = await attempt(async () => {
      await answer(presets[':name'].$delete({ param: { spaceId, name: preset.name } }))
      await load()
    })
    if (!isGone) return
    showToast(`The preset “${preset.name}” is gone.`, {
      action: { label: 'Undo', run: () => void attempt(() => put(preset)) },
    })
  }
  return (
    <section class="playground-presets" aria-label="Presets">
      {items.map((preset) => (
        <span key={preset.name} class="playground-preset">
          <button type="button" title={preset.query} onClick={() => props.onUse(preset.query)}>
            {preset.name}
          </button>
          <IconButton
            icon="close"
            label={`Remove the preset ${preset.name}`}
            onClick={() => void remove(preset)}
          />
        </span>
      ))}
      <Button icon="plus" disabled={query === ''} onClick={() => setNaming(true)}>
        Save as preset…
      </Button>
      {isNaming && (
        <TaskDialog
          title="Save as a preset"
          button="Save"
          onSubmit={async () => {
            await put({ name: presetNameSchema.parse(name), query })
            showToast(`“preset=${name}” makes this now.`)
          }}
          onClose={() => setNaming(false)}
        >
          <Field
            label="Name"
            hint="a to z, 0 to 9 and hyphens; addresses call it by preset=name"
            pattern="[a-z0-9]([a-z0-9\-]{0,38}[a-z0-9])?"
            required
            autocapitalize="none"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </TaskDialog>
      )}
    </section>
  )
}
