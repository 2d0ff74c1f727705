import './viewer-loading.css'
import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { sentenceOf } from '../api.ts'
import { showToast } from '../ui/toast.tsx'
import type { ViewerProps } from './viewer-page.tsx'

const loaded = signal<ComponentType<ViewerProps> | null>(null)

/** The viewer's script is not on the way to the pictures: it comes once those have. */
async function load() {
  loaded.value ??= (await import('./viewer-page.tsx')).ViewerPage
}

/** One file, large, with its details beside it. */
export function Viewer(props: ViewerProps) {
  const Page = loaded.value
  const { onClose } = props
  useEffect(() => {
    load().catch((error: unknown) => {
      showToast(sentenceOf(error), { kind: 'danger' })
      onClose()
    })
    // Once: while it is open its script stays.
  }, [])
  if (Page) return <Page {...props} />
  return <div class="viewer-loading" role="status" aria-label="Loading" />
}

// Before the first picture is clicked; a failure shows only when one is.
addEventListener('load', () => setTimeout(() => void load().catch(() => null), 1_500), {
  once: true,
})
