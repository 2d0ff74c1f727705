import type { GenerationView } from '#contracts/generations'
import { FormError } from '../../shell/form-error.tsx'
import { useSubmit } from '../../shell/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { formatExact } from '../../ui/format.ts'
import { follow } from '../../ui/route.ts'
import { reveal } from '../canvas/view-moves.ts'
import { replayGeneration } from '../generation-calls.ts'
import { modelOf, moneyInWords } from '../prompt/models.ts'
import { providers } from '../providers.ts'
import { canEdit, canvas, chosen, hearGenerations } from '../sync/canvas-sync.ts'
import { newGenerationId } from '../sync/new-id.ts'
import { budget } from '../toolbar/budget.ts'
import type { LineagePicture } from './lineage-graph.ts'

/** All that is known of a picture of the tree, and the way to make it again. */
export function PictureRecord({ picture }: { picture: LineagePicture }) {
  if (picture.kind === 'file') {
    return (
      <div class="picture-record">
        <p>A picture of the library.</p>
        <a href={`/photo/${picture.file}`} onClick={follow}>
          Open it in the library
        </a>
      </div>
    )
  }
  const { generation, tile } = picture
  if (generation === null) {
    return <p class="picture-record quiet">Its record is not there any more.</p>
  }
  const its = tile === null ? undefined : canvas.value.get(tile)
  return (
    <div class="picture-record">
      <p>{generation.prompt.text}</p>
      <Facts generation={generation} />
      <div class="picture-record-tools">
        {its && (
          <Button
            icon="search"
            onClick={() => {
              chosen.value = [its.id]
              reveal(its)
            }}
          >
            Show its tile
          </Button>
        )}
        {canEdit.value && its && <Replay generation={generation} />}
        {generation.file && (
          <a class="button" href={`/photo/${generation.file}`} onClick={follow}>
            In the library
          </a>
        )}
      </div>
    </div>
  )
}

function Facts({ generation }: { generation: GenerationView }) {
  const { prompt, stage, costMicros, createdAt } = generation
  const models = providers.value?.value?.models ?? []
  const currency = budget.state.value.value?.currency ?? 'USD'
  const facts: [string, string | null][] = [
    ['Made by', prompt.model && (modelOf(models, prompt.model)?.label ?? prompt.model)],
    ['Seed', String(prompt.seed)],
    ['Size', `${generation.width ?? prompt.width} × ${generation.height ?? prompt.height}`],
    ['Steps', prompt.steps === null ? null : String(prompt.steps)],
    ['Not to be seen', prompt.negative],
    ['Enlarged', stage === 'upscale' ? 'from a smaller one' : null],
    ['Cost', costMicros === 0 ? null : moneyInWords(costMicros, currency)],
    ['On', formatExact(createdAt)],
  ]
  return (
    <dl>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="figures">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** Exactly the same again, from its record. */
function Replay({ generation }: { generation: GenerationView }) {
  const { error, isBusy, submit } = useSubmit(async () => {
    const its = canvas.value.get(generation.tile)
    const after = its?.kind === 'prompt' ? its.shown : null
    hearGenerations([await replayGeneration(generation.id, newGenerationId(after))])
  })
  return (
    <>
      <Button icon="retry" busy={isBusy} onClick={submit}>
        Make it again
      </Button>
      {error && <FormError sentence={error} />}
    </>
  )
}
