import { colourNames } from '#contracts/colours'
import type { FileDetail, FileView } from '#contracts/files'
import { formatBytes, formatExact, formatTaken } from '../ui/format.ts'
import { Ledger } from './ledger.tsx'

/** The colour behind each basic colour term, as a small swatch. */
const swatches = new Set<string>(colourNames)

/** Everything that is known of a file, the ledger first. */
export function Details(props: { file: FileView; detail: FileDetail | null; nowMs: number }) {
  const { file, detail } = props
  const size = file.width && file.height ? `${file.width} × ${file.height}` : null
  return (
    <div class="details">
      <h1 class="details-name">{file.name}</h1>
      <p class="quiet">
        {[size, formatBytes(file.sizeBytes), file.mimeType].filter(Boolean).join(' · ')}
      </p>
      {detail ? (
        <Ledger copies={detail.copies} sha256={file.sha256} nowMs={props.nowMs} />
      ) : (
        <div class="ledger skeleton" role="status" aria-label="Loading the copies" />
      )}
      <dl class="facts">
        <Fact name="Taken" value={file.takenAt && formatTaken(file.takenAt)} />
        <Fact name="Camera" value={file.camera} />
        <Fact name="Dimensions" value={size && `${size} pixels`} />
        <Fact
          name="Size"
          value={`${formatBytes(file.sizeBytes)} (${file.sizeBytes.toLocaleString('en')} bytes)`}
        />
        <Fact name="Added" value={formatExact(file.createdAt)} />
        {file.trashedAt && <Fact name="In trash since" value={formatExact(file.trashedAt)} />}
      </dl>
      {detail && detail.tags.length > 0 && (
        <section>
          <h3 class="details-heading">Colours</h3>
          <ul class="tags">
            {detail.tags.map((tag) => (
              <li key={tag.label} class="tag" title={`Found by ${tag.engine}`}>
                {swatches.has(tag.label) && <span class={`swatch swatch-${tag.label}`} />}
                {tag.label} <span class="quiet figures">{Math.round(tag.probability * 100)} %</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value ?? <span class="quiet">not known</span>}</dd>
    </>
  )
}
