import type { ComponentChildren } from 'preact'
import type { FileDetail, FileView } from '#contracts/files'
import { RemarksSection } from '../remarks/remarks.tsx'
import { foundBy } from '../search/why-words.ts'
import { formatBytes, formatExact } from '../ui/format.ts'
import { FolderTrail } from './details-folder.tsx'
import { FoundIn } from './details-found.tsx'
import { FileDescription, FileName } from './details-name.tsx'
import { Place } from './details-place.tsx'
import { PublicSwitch } from './details-public.tsx'
import { Rating } from './details-rating.tsx'
import { Tags } from './details-tags.tsx'
import { Taken } from './details-taken.tsx'
import { durationWords, exposureLine } from './details-words.ts'
import { Ledger } from './ledger.tsx'
import { extensionOf } from './tile.tsx'

/** Everything that is known of a file, the ledger first. */
export function Details(props: {
  file: FileView
  detail: FileDetail | null
  nowMs: number
  canEdit: boolean
}) {
  const { file, detail, canEdit } = props
  const size = file.width && file.height ? `${file.width} × ${file.height}` : null
  const metadata = detail?.metadata ?? null
  return (
    <div class="details">
      <FileName file={file} canEdit={canEdit} />
      <p class="quiet">
        {[
          size,
          file.durationMs !== null && durationWords(file.durationMs),
          formatBytes(file.sizeBytes),
          file.mimeType === 'application/octet-stream'
            ? `${extensionOf(file.name)} file`
            : file.mimeType,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Rating file={file} canEdit={canEdit} />
      {detail && <FileDescription detail={detail} canEdit={canEdit} />}
      {detail ? (
        <Ledger
          fileId={file.id}
          sha256={file.sha256}
          copies={detail.copies}
          keeping={detail.keeping}
          nowMs={props.nowMs}
        />
      ) : (
        <div class="ledger skeleton" role="status" aria-label="Loading the copies" />
      )}
      <dl class="facts">
        <Fact name="Taken">
          <Taken file={file} detail={detail} canEdit={canEdit} />
        </Fact>
        {(file.camera || file.kind !== 'other') && <Fact name="Camera">{file.camera}</Fact>}
        {metadata?.lens && <Fact name="Lens">{metadata.lens}</Fact>}
        {metadata && <Exposure metadata={metadata} />}
        {detail && <Place detail={detail} canEdit={canEdit} />}
        {size && <Fact name="Dimensions">{`${size} pixels`}</Fact>}
        <Fact name="Size">
          {`${formatBytes(file.sizeBytes)} (${file.sizeBytes.toLocaleString('en')} bytes)`}
        </Fact>
        <Fact name="Folder">
          <FolderTrail key={file.folderId} folderId={file.folderId} />
        </Fact>
        <Fact name="Added">
          {formatExact(file.createdAt)}
          {detail?.addedBy && ` by ${detail.addedBy}`}
        </Fact>
        {foundBy.value.has(file.id) && <Fact name="Found by">{foundBy.value.get(file.id)}</Fact>}
        {file.archivedAt && <Fact name="Archived">{formatExact(file.archivedAt)}</Fact>}
        {file.trashedAt && <Fact name="In trash since">{formatExact(file.trashedAt)}</Fact>}
      </dl>
      {detail?.found && <FoundIn file={file} found={detail.found} />}
      {detail && <PublicSwitch detail={detail} canEdit={canEdit} />}
      {detail && <Tags detail={detail} canEdit={canEdit} />}
      {!file.trashedAt && <RemarksSection id={file.id} nowMs={props.nowMs} />}
      {metadata && metadata.keywords.length > 0 && (
        <section>
          <h2 class="details-heading">Keywords of the original</h2>
          <ul class="tags">
            {metadata.keywords.map((word) => (
              <li key={word} class="tag">
                {word}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Exposure({ metadata }: { metadata: FileDetail['metadata'] }) {
  const line = exposureLine(metadata)
  if (line === null && metadata.flash !== true) return null
  return (
    <Fact name="Exposure">
      {[line, metadata.flash === true && 'flash'].filter(Boolean).join(' · ')}
    </Fact>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children ?? <span class="quiet">not known</span>}</dd>
    </>
  )
}
