import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import { sentenceOf } from '../api.ts'
import { formatBytes } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { extensionOf, waitingText } from './tile.tsx'
import { fetchOriginal, originalAddress } from './viewer-original.ts'
import { mayBeText, textOf } from './viewer-text.ts'

/** A file without a picture: its text when it is one, else what it is and the way to it. */
export function ViewerOther(props: {
  file: FileView
  homeOnline: boolean | null
  onShown: () => void
}) {
  const { file } = props
  const isAsked = mayBeText(file)
  const [text, setText] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [isLoading, setLoading] = useState(isAsked)
  useEffect(() => {
    if (!isAsked) {
      props.onShown()
      return
    }
    const stop = new AbortController()
    fetchOriginal(file, { signal: stop.signal })
      .then(async (blob) => setText(textOf(new Uint8Array(await blob.arrayBuffer()))))
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) setError(sentenceOf(cause))
      })
      .finally(() => {
        if (stop.signal.aborted) return
        setLoading(false)
        props.onShown()
      })
    return () => stop.abort()
    // The bytes of a file never change.
  }, [file.id, isAsked])

  if (isLoading) return <div class="viewer-wait" role="status" aria-label="Loading the text" />
  if (text !== null) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      <pre class="viewer-text mono" tabIndex={0}>
        {text}
      </pre>
    )
  }
  const isPending = file.preview === 'pending'
  return (
    <div class="viewer-note">
      <span class="viewer-sheet" aria-hidden="true">
        <Icon name={isPending ? 'clock' : 'file'} size={44} />
        {!isPending && <span class="mono">{extensionOf(file.name)}</span>}
      </span>
      <p>{isPending ? waitingText(file, props.homeOnline) : (error ?? file.previewNote)}</p>
      <p class="quiet figures">
        {formatBytes(file.sizeBytes)} · the original is safe and can be downloaded
      </p>
      <a class="button" href={originalAddress(file.id)} download={file.name}>
        <Icon name="download" size={18} /> Download
      </a>
    </div>
  )
}
