import { useState } from 'preact/hooks'
import type { CanvasView } from '#contracts/canvas'
import type { StudioModel } from '#contracts/generations'
import type { Prompt, Reference } from '#contracts/prompt'
import { lazyPage } from '../../shell/lazy-page.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ToolButton } from '../tool-button.tsx'
import { changePrompt } from './prompt-state.ts'
import { useReferencePicture } from './reference-picture.ts'

const MaskDialog = lazyPage(
  async () => (await import('../dialogs/mask-dialog.tsx')).MaskDialog,
  null,
)

/** The pictures that are taken as examples; the first one can be painted over in part. */
export function ReferenceStrip(props: {
  about: CanvasView
  prompt: Prompt
  model: StudioModel | undefined
}) {
  const { about, prompt, model } = props
  const [isMasking, setMasking] = useState(false)
  const [first] = prompt.references
  if (first === undefined) return null
  const without = (index: number) => {
    const references = prompt.references.filter((_, at) => at !== index)
    // What was painted over was the first one.
    changePrompt(about.id, { references, ...(index === 0 && { mask: null }) })
  }
  return (
    <div class="prompt-references">
      <ul aria-label="Examples">
        {prompt.references.map((reference, index) => (
          <ReferenceChip
            key={keyOf(reference)}
            reference={reference}
            isMasked={index === 0 && prompt.mask !== null}
            onRemove={() => without(index)}
          />
        ))}
      </ul>
      {model?.hasMask && (
        <ToolButton
          icon="brush"
          label="Say which part of the first picture is made anew"
          text={prompt.mask === null ? 'Only a part…' : 'Another part…'}
          isOn={prompt.mask !== null}
          onClick={() => setMasking(true)}
        />
      )}
      {isMasking && (
        <MaskDialog
          reference={first}
          hasMask={prompt.mask !== null}
          onMask={(mask) => changePrompt(about.id, { mask })}
          onClose={() => setMasking(false)}
        />
      )}
    </div>
  )
}

function ReferenceChip(props: { reference: Reference; isMasked: boolean; onRemove: () => void }) {
  const { url, name } = useReferencePicture(props.reference)
  return (
    <li class={`reference-chip ${props.isMasked ? 'is-masked' : ''}`} title={name}>
      {url ? <img src={url} alt={name} /> : <Icon name="image" />}
      <button type="button" aria-label={`Leave out ${name}`} onClick={props.onRemove}>
        <Icon name="close" size={14} />
      </button>
    </li>
  )
}

const keyOf = (reference: Reference) =>
  reference.kind === 'file' ? reference.file : reference.generation
