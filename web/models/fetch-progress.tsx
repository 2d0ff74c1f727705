import './models.css'
import type { ModelView } from '#contracts/models'
import { formatBytes } from '../ui/format.ts'
import { Progress } from '../ui/state-notes.tsx'

/** How much of a model is there. */
export function FetchProgress({
  model,
}: {
  model: Pick<ModelView, 'name' | 'sizeBytes' | 'receivedBytes'>
}) {
  const { receivedBytes, sizeBytes } = model
  return (
    <div class="fetch-progress">
      <Progress value={receivedBytes / sizeBytes} label={`Download of ${model.name}`} />
      <span class="quiet figures">
        {formatBytes(receivedBytes)} of {formatBytes(sizeBytes)}
      </span>
    </div>
  )
}
