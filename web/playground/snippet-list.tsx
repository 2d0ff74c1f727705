import { useEffect, useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import type { TransformLink } from '#contracts/transforms'
import { answer, api, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { type Entry, printEntries } from './parameters.ts'
import { curlOf, htmlOf, pathUrl, transformUrl } from './snippets.ts'

const hour = 3_600
const lasts = [
  { value: String(hour), name: 'for an hour' },
  { value: String(24 * hour), name: 'for a day' },
  { value: String(168 * hour), name: 'for a week' },
] as const

/** The address in the forms in which people take it along. */
export function Snippets({ id, entries }: { id: FileId; entries: readonly Entry[] }) {
  const { origin } = location
  const url = transformUrl(origin, id, entries)
  return (
    <section class="playground-snippets" aria-label="Addresses">
      <Snippet name="Address" text={url} />
      <Snippet name="As a path" text={pathUrl(origin, id, entries)} />
      <Snippet name="curl" text={curlOf(url)} />
      <Snippet name="HTML with srcset" text={htmlOf(origin, id, entries)} />
      <Signed id={id} query={printEntries(entries)} />
    </section>
  )
}

function Snippet({ name, text }: { name: string; text: string }) {
  return (
    <div class="playground-snippet">
      <header>
        <strong>{name}</strong>
        <CopyButton key={text} text={text} />
      </header>
      <pre class="mono">{text}</pre>
    </div>
  )
}

/** An address for pages that anybody may see, for a while. */
function Signed({ id, query }: { id: FileId; query: string }) {
  const [lasting, setLasting] = useState<(typeof lasts)[number]['value']>(lasts[0].value)
  const [link, setLink] = useState<TransformLink | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    setLink(null)
    setSentence(null)
  }, [id, query, lasting])
  const sign = async () => {
    setBusy(true)
    try {
      const json = { query: query === '' ? 'rotate=0' : query, expiresInSeconds: Number(lasting) }
      const made = api.api.images[':id'].transform.link.$post({ param: { id }, json })
      setLink(await answer(made))
    } catch (error) {
      setSentence(sentenceOf(error))
    }
    setBusy(false)
  }
  return (
    <div class="playground-snippet">
      <header>
        <strong>Signed, for everybody</strong>
        <SelectField
          label="How long it works"
          isLabelHidden
          value={lasting}
          options={lasts}
          onPick={setLasting}
        />
        {link ? (
          <CopyButton text={link.url} />
        ) : (
          <Button icon="key" busy={isBusy} onClick={() => void sign()}>
            Sign
          </Button>
        )}
      </header>
      {link && <pre class="mono">{link.url}</pre>}
      {sentence && (
        <p class="playground-refused" role="alert">
          {sentence}
        </p>
      )}
    </div>
  )
}
