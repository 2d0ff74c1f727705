import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { TransformFigures } from '#contracts/transform-figures'
import { LoadedBody } from '../shell/loaded-body.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { transformFigures } from './transforms-calls.ts'
import { failureWords, makerWords, msWords } from './transforms-words.ts'

type Timed = TransformFigures['operations'][number]

/** How changed pictures were asked for in the last days, what making them took, and what failed. */
export function TransformsTab() {
  useEffect(() => transformFigures.follow(), [])
  const { value, error } = transformFigures.state.value
  const failures = value?.failures ?? []
  return (
    <>
      <Sheet
        title="Transforms"
        lead={`Pictures that were made of pictures, in the last ${value?.days ?? 7} days. Each is made once and then comes from storage, or from the cache of a data centre.`}
      >
        <LoadedBody value={value} error={error} onRetry={() => void transformFigures.load()}>
          {(figures) => <Asked figures={figures} />}
        </LoadedBody>
      </Sheet>
      {value !== null && value.operations.length > 0 && (
        <>
          <Times title="By who made them" items={value.makers} nameOf={makerWords} />
          <Times
            title="By operation"
            lead="What a picture took that has this among its steps: reading, making and storing it. The slowest first."
            items={value.operations}
            nameOf={(name) => <span class="mono">{name}</span>}
          />
        </>
      )}
      {failures.length > 0 && (
        <Sheet title="What failed">
          <ul aria-label="Failures">
            {failures.map(({ name, count }) => (
              <Row
                key={name}
                title={failureWords(name)}
                note={<span class="mono">{name}</span>}
                figures={<strong class="figures">{count.toLocaleString('en')}</strong>}
              />
            ))}
          </ul>
        </Sheet>
      )}
    </>
  )
}

function Asked({ figures: { asked, hitRate } }: { figures: TransformFigures }) {
  if (hitRate === null && asked.failed === 0) {
    return (
      <StateNote icon="image" title="No picture was asked for yet">
        Open a picture’s address with “/transform?resize=300x200” behind it, and it shows up here.
      </StateNote>
    )
  }
  return (
    <dl class="indexing-figures transform-figures">
      <Figure name="Were there" value={hitRate === null ? '–' : `${Math.round(hitRate * 100)} %`} />
      <Figure name="From the cache" value={asked.edge.toLocaleString('en')} />
      <Figure name="From storage" value={asked.stored.toLocaleString('en')} />
      <Figure name="Made" value={asked.made.toLocaleString('en')} />
      <Figure name="Failed" value={asked.failed.toLocaleString('en')} />
    </dl>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures">{value}</dd>
    </div>
  )
}

function Times(props: {
  title: string
  lead?: string
  items: Timed[]
  nameOf: (name: string) => ComponentChildren
}) {
  const { title, lead, items, nameOf } = props
  return (
    <Sheet title={title} {...(lead !== undefined && { lead })}>
      <ul aria-label={title}>
        {items.map(({ name, count, meanMs, maxMs }) => (
          <Row
            key={name}
            title={nameOf(name)}
            note={`${count.toLocaleString('en')} ${count === 1 ? 'picture' : 'pictures'}`}
            figures={
              <p class="transform-times">
                <strong>{msWords(meanMs)}</strong>
                <span class="quiet">at most {msWords(maxMs)}</span>
              </p>
            }
          />
        ))}
      </ul>
    </Sheet>
  )
}
