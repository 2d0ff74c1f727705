import { useState } from 'preact/hooks'
import type { DuplicateFile, DuplicateGroup } from '#contracts/duplicates'
import type { FileId } from '#contracts/ids'
import { thumbhashUrl } from '../library/thumbhash-url.ts'
import { Button } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { Badge } from '../ui/state-notes.tsx'
import { dayOf, keepWords, reasonWords, sizeOf } from './group-words.ts'

/** Pictures that look alike, side by side; what is not chosen is what may go. */
export function Group(props: {
  group: DuplicateGroup
  canEdit: boolean
  hrefOf: (id: FileId) => string
  onKeep: (keep: ReadonlySet<FileId>) => void
  onKeepAll: () => void
  /** To the group before or behind this one. */
  onStep: (by: 1 | -1) => void
  onBroken: () => void
}) {
  const { group, canEdit } = props
  const { files, total } = group
  const [best] = files
  const [keep, setKeep] = useState<ReadonlySet<FileId>>(new Set(best ? [best.id] : []))
  const others = files.filter(({ id }) => !keep.has(id)).length
  const mayGo = canEdit && keep.size > 0 && others > 0
  function toggle(id: FileId) {
    const chosen = new Set(keep)
    if (!chosen.delete(id)) chosen.add(id)
    setKeep(chosen)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const numbered = files[Number(event.key) - 1]
    if (event.key === 'ArrowDown') props.onStep(1)
    else if (event.key === 'ArrowUp') props.onStep(-1)
    else if (canEdit && numbered) toggle(numbered.id)
    else if (mayGo && event.key === 'Delete') props.onKeep(keep)
    else if (canEdit && event.key === 'n') props.onKeepAll()
    else return
    event.preventDefault()
  }
  const title = `${total} pictures that look alike`
  return (
    <section class="duplicate-group" aria-label={title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of a group act where the focus is */}
      {/* biome-ignore lint/a11y/useSemanticElements: a group of choices, which no fieldset lays out in a row */}
      <div role="group" tabIndex={0} data-group={group.id} aria-label={title} onKeyDown={onKeyDown}>
        <ul class="duplicate-files">
          {files.map((file, index) => (
            <li key={file.id} class={keep.has(file.id) ? 'is-kept' : ''}>
              <Picture file={file} href={props.hrefOf(file.id)} onBroken={props.onBroken} />
              <label class="duplicate-choice">
                <input
                  type="checkbox"
                  checked={keep.has(file.id)}
                  disabled={!canEdit}
                  onChange={() => toggle(file.id)}
                />
                <span>{keep.has(file.id) ? 'Keep' : 'To the trash'}</span>
                {index < 9 && <kbd class="quiet">{index + 1}</kbd>}
              </label>
              <Facts file={file} best={best} />
              {index === 0 && <Badge kind="proof">Suggested: {reasonWords[group.reason]}</Badge>}
            </li>
          ))}
        </ul>
        {total > files.length && (
          <p class="quiet">and {total - files.length} more, shown when these are decided</p>
        )}
        {canEdit && (
          <div class="duplicate-actions">
            <Button
              kind="primary"
              icon="trash"
              disabled={!mayGo}
              onClick={() => props.onKeep(keep)}
            >
              {keepWords(keep.size, others)}
            </Button>
            <Button icon="check" onClick={props.onKeepAll}>
              Not duplicates
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

function Picture(props: { file: DuplicateFile; href: string; onBroken: () => void }) {
  const { file } = props
  return (
    <a
      class="duplicate-picture"
      href={props.href}
      onClick={follow}
      aria-label={`Open ${file.name}`}
      style={
        file.thumbhash ? { backgroundImage: `url(${thumbhashUrl(file.thumbhash)})` } : undefined
      }
    >
      {file.thumbUrl ? (
        <img
          src={file.thumbUrl}
          alt={file.name}
          loading="lazy"
          decoding="async"
          onError={props.onBroken}
        />
      ) : (
        <Icon name="image" size={24} />
      )}
    </a>
  )
}

/** What tells one from the other; what the best has more of is set apart. */
function Facts({ file, best }: { file: DuplicateFile; best: DuplicateFile | undefined }) {
  const isAsLarge = file.width === best?.width && file.height === best?.height
  return (
    <dl class="duplicate-facts">
      <dt class="visually-hidden">Name</dt>
      <dd class="duplicate-name" title={file.name}>
        {file.name}
      </dd>
      <dt class="visually-hidden">Size</dt>
      <dd>
        <span class={isAsLarge ? 'is-best' : ''}>{sizeOf(file)}</span>
        {' · '}
        <span class={file.sizeBytes === best?.sizeBytes ? 'is-best' : ''}>
          {formatBytes(file.sizeBytes)}
        </span>
      </dd>
      <dt class="visually-hidden">Taken</dt>
      <dd>{dayOf(file)}</dd>
      <dt class="visually-hidden">Folder</dt>
      <dd>
        <Icon name="folder" size={14} /> {file.folderName ?? 'No folder'}
        {file.archivedAt !== null && ' · archived'}
      </dd>
    </dl>
  )
}
