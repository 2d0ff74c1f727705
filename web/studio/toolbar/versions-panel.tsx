import { useEffect, useMemo, useState } from 'preact/hooks'
import type { CanvasVersion, CanvasView } from '#contracts/canvas'
import { attempt } from '../../shell/attempt.ts'
import { FormError } from '../../shell/form-error.tsx'
import { PagedBody } from '../../shell/paged-body.tsx'
import { useSubmit } from '../../shell/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { formatAgo } from '../../ui/format.ts'
import { pagedList } from '../../ui/paged.ts'
import { Row } from '../../ui/sheet.tsx'
import { keepVersion, listVersions, restoreVersion } from '../canvases/canvas-calls.ts'
import { tilesInWords } from '../canvases/canvas-words.ts'
import { Panel } from '../panel.tsx'
import { canEdit } from '../sync/canvas-sync.ts'

/** The canvas as it was, under names: to keep one and to go back to one. */
export function VersionsPanel({ about }: { about: CanvasView }) {
  const versions = useMemo(() => pagedList(() => listVersions(about.id)), [about.id])
  useEffect(() => void versions.load(), [versions])
  const [name, setName] = useState('')
  const { error, isBusy, submit } = useSubmit(async () => {
    const kept = await keepVersion(about.id, name)
    versions.change((all) => [kept, ...all])
    setName('')
  })
  const [goingTo, setGoingTo] = useState<CanvasVersion | null>(null)
  async function goBack(version: CanvasVersion) {
    setGoingTo(version)
    // Nothing is lost by it: it is made of edits, and what was there is kept as a version first.
    await attempt(async () => {
      const before = await keepVersion(about.id, `Before “${version.name}”`.slice(0, 120))
      await restoreVersion(about.id, version.id)
      versions.change((all) => [before, ...all])
    }, `The canvas is as it was in “${version.name}”.`)
    setGoingTo(null)
  }
  return (
    <Panel title="Versions">
      {canEdit.value && (
        <form class="version-form" onSubmit={submit}>
          <Field
            label="Keep it as it is now"
            placeholder="A name"
            required
            maxLength={120}
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" busy={isBusy}>
            Keep
          </Button>
          {error && <FormError sentence={error} />}
        </form>
      )}
      <PagedBody of={versions} empty="No version was kept yet.">
        {(all) => (
          <ul>
            {all.map((version) => (
              <Row
                key={version.id}
                title={version.name}
                note={`${tilesInWords(version.tileCount)} · ${formatAgo(version.createdAt, Date.now())}`}
                actions={
                  canEdit.value && (
                    <Button
                      kind="quiet"
                      busy={goingTo?.id === version.id}
                      disabled={goingTo !== null}
                      aria-label={`Go back to ${version.name}`}
                      onClick={() => void goBack(version)}
                    >
                      Go back
                    </Button>
                  )
                }
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </Panel>
  )
}
