import { useEffect, useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import { problemSchema } from '#contracts/problem'
import { type ExplainedTransform, explainedTransformSchema } from '#contracts/transforms'
import { sentenceOf, toApiError } from '../api.ts'
import { formatBytes } from '../ui/format.ts'

interface Made {
  url: string
  sizeBytes: number
  type: string
  width: string
  height: string
  tookMs: number
  isStored: boolean
}

const waitMs = 350

/** The picture that an address makes, asked for once somebody stops turning. */
export function MadePicture({ id, query, name }: { id: FileId; query: string; name: string }) {
  const [made, setMade] = useState<Made | null>(null)
  const [explained, setExplained] = useState<ExplainedTransform | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(true)
  useEffect(() => {
    const stop = new AbortController()
    setBusy(true)
    const timer = setTimeout(() => {
      ask(id, query, stop.signal)
        .then((fresh) => {
          setMade(fresh.made)
          setExplained(fresh.explained)
          setSentence(null)
          setBusy(false)
        })
        .catch((error: unknown) => {
          if (stop.signal.aborted) return
          setSentence(sentenceOf(error))
          setBusy(false)
        })
    }, waitMs)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [id, query])
  useEffect(() => () => void (made && URL.revokeObjectURL(made.url)), [made])
  return (
    <figure class="playground-made" aria-busy={isBusy}>
      <div class={`playground-canvas ${isBusy ? 'is-busy' : ''}`}>
        {made && <img src={made.url} alt={`${name}, as the address makes it`} />}
        {!made && isBusy && <p role="status">Making the picture…</p>}
      </div>
      <figcaption>
        {sentence !== null && (
          <p class="playground-refused" role="alert">
            {sentence}
          </p>
        )}
        {made && sentence === null && (
          <p class="figures" role="status">
            {made.width} × {made.height} px · {made.type.replace('image/', '')} ·{' '}
            {formatBytes(made.sizeBytes)} · {made.isStored ? 'stored' : 'made'} in{' '}
            {Math.round(made.tookMs)} ms
          </p>
        )}
        {explained && sentence === null && <Explained explained={explained} />}
      </figcaption>
    </figure>
  )
}

function Explained({ explained }: { explained: ExplainedTransform }) {
  const { recipe, engine, cost, hash } = explained
  const steps = recipe.steps.map(({ op }) => op).join(' → ')
  return (
    <p class="playground-explained">
      {steps === '' ? 'No steps' : steps} → {recipe.output.format} · made by{' '}
      {engine === 'home' ? 'the home node' : engine}
      {cost && ` · ${cost.megapixels.toFixed(1)} megapixels of work`} ·{' '}
      <span class="mono">{hash.slice(0, 12)}</span>
    </p>
  )
}

async function ask(id: FileId, query: string, signal: AbortSignal) {
  const address = `/api/images/${id}/transform`
  const explaining = await fetch(`${address}?${query}${query ? '&' : ''}explain=1`, { signal })
  const explanation: unknown = await explaining.json()
  if (!explaining.ok) throw toApiError(explaining.status, explanation)
  const startedAt = performance.now()
  const response = await fetch(`${address}?${query}`, { signal })
  if (!response.ok) {
    const problem = problemSchema.safeParse(await response.json().catch(() => null))
    throw toApiError(response.status, problem.data ?? null)
  }
  const blob = await response.blob()
  const header = (name: string) => response.headers.get(name) ?? ''
  const made: Made = {
    ...{ url: URL.createObjectURL(blob), sizeBytes: blob.size, type: blob.type },
    ...{ width: header('X-Image-Width'), height: header('X-Image-Height') },
    tookMs: performance.now() - startedAt,
    isStored: header('Server-Timing').includes('hit'),
  }
  return { made, explained: explainedTransformSchema.parse(explanation) }
}
