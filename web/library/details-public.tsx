import { useState } from 'preact/hooks'
import './details-public.css'
import type { FileDetail } from '#contracts/files'
import { TaskDialog } from '../shell/task-dialog.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { setVisibility } from './details-save.ts'

/** Whether everybody may see a file, with the address to pass on, and the switch of it. */
export function PublicSwitch({ detail, canEdit }: { detail: FileDetail; canEdit: boolean }) {
  const { publicFile, visibility, trashedAt } = detail
  const [open, setOpen] = useState<'publish' | 'end' | null>(null)
  const isPublic = visibility === 'public'
  // Admins switch it both ways; whoever else may change the file can only take it back.
  const maySwitch = trashedAt === null && (publicFile !== null || (isPublic && canEdit))
  if (!maySwitch && !isPublic) return null
  const close = () => setOpen(null)
  return (
    <section class="public-file">
      <div class="public-head">
        <h2 class="details-heading" id="public-heading">
          Public
        </h2>
        {maySwitch && (
          <button
            type="button"
            role="switch"
            class="switch"
            aria-checked={isPublic}
            aria-labelledby="public-heading"
            aria-describedby="public-words"
            onClick={() => setOpen(isPublic ? 'end' : 'publish')}
          />
        )}
      </div>
      <p class="quiet" id="public-words">
        {isPublic
          ? publicWords(publicFile?.shows ?? null)
          : 'Only who may enter its folder sees it.'}
      </p>
      {publicFile?.path && (
        <CopyText label="Public address" text={new URL(publicFile.path, location.href).href} />
      )}
      {open === 'publish' && <PublishDialog detail={detail} onClose={close} />}
      {open === 'end' && (
        <TaskDialog
          title="Make it private?"
          button="Make private"
          kind="danger"
          onSubmit={() => setVisibility(detail.id, { visibility: 'private' })}
          onClose={close}
        >
          <p>
            Its address ends for good, within a minute everywhere. Made public again, it gets
            another one.
          </p>
        </TaskDialog>
      )}
    </section>
  )
}

function publicWords(shows: 'preview' | 'original' | null): string {
  const who = 'Everybody who has its address sees'
  if (shows === 'original') return `${who} the original, with all that is written in it.`
  if (shows === 'preview') return `${who} its preview, without place, camera or name.`
  return `${who} it.`
}

function PublishDialog({ detail, onClose }: { detail: FileDetail; onClose: () => void }) {
  const hasPreview = detail.preview !== 'none'
  const [isOriginal, setOriginal] = useState(!hasPreview)
  const hasPlace = detail.metadata.latitude !== null || detail.metadata.longitude !== null
  const publicShows = isOriginal ? 'original' : 'preview'
  return (
    <TaskDialog
      title="Make it public?"
      button="Make public"
      onSubmit={() => setVisibility(detail.id, { visibility: 'public', publicShows })}
      onClose={onClose}
    >
      <p>Whoever has its address sees it, without an account, until it is private again.</p>
      <label class="public-original">
        <input
          type="checkbox"
          checked={isOriginal}
          disabled={!hasPreview}
          onChange={(event) => setOriginal(event.currentTarget.checked)}
        />
        <span>
          Show the original, not only the preview
          <small class="quiet">
            {hasPreview ? '' : 'This file has no preview. '}
            {hasPlace
              ? 'The original says where it was taken, and may say when and with what camera.'
              : 'The original may say where, when and with what camera it was taken.'}
          </small>
        </span>
      </label>
    </TaskDialog>
  )
}
