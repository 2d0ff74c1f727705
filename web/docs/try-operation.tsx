import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { Field } from '../ui/field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { addressOf, curlOf, type Operation, sampleBody } from './api-document.ts'

interface Answer {
  status: number
  type: string
  tookMs: number
  text: string
}

const shownChars = 20_000

/** A form that sends the request as whoever is signed in here, and shows what comes back. */
export function TryOperation({ operation }: { operation: Operation }) {
  const [values, setValues] = useState<Record<string, string>>({})
  const [body, setBody] = useState(sampleBody(operation))
  const [answer, setAnswer] = useState<Answer | string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const address = addressOf(operation, values)
  const curl = curlOf(operation, address, body)
  const send = async () => {
    setBusy(true)
    setAnswer(await ask(operation.method, address, body))
    setBusy(false)
  }
  return (
    <form
      class="docs-try"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {operation.parameters.map(({ name, required, in: place }) => (
        <Field
          key={name}
          label={place === 'path' ? name : `${name} (${place}${required ? '' : ', optional'})`}
          required={required}
          value={values[name] ?? ''}
          onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
        />
      ))}
      {body !== null && (
        <TextField label="Body" rows={6} maxLength={100_000} value={body} onInput={setBody} />
      )}
      <div class="docs-try-buttons">
        <Button type="submit" kind="primary" busy={isBusy}>
          Send
        </Button>
        <CopyButton text={curl} />
        <span class="docs-try-note">as curl</span>
      </div>
      <pre class="docs-shape mono">{curl}</pre>
      <div role="status">{answer !== null && <AnswerText answer={answer} />}</div>
    </form>
  )
}

function AnswerText({ answer }: { answer: Answer | string }) {
  if (typeof answer === 'string') return <p class="docs-failed">{answer}</p>
  return (
    <>
      <p class="docs-status" data-ok={answer.status < 400}>
        {answer.status} · {answer.type || 'no body'} · {answer.tookMs} ms
      </p>
      {answer.text !== '' && <pre class="docs-shape mono">{answer.text}</pre>}
    </>
  )
}

async function ask(method: string, address: string, body: string | null): Promise<Answer | string> {
  const start = performance.now()
  try {
    const response = await fetch(address, {
      method,
      ...(body !== null && { body, headers: { 'Content-Type': 'application/json' } }),
    })
    const type = response.headers.get('Content-Type') ?? ''
    const text = await textOf(response, type)
    return { status: response.status, type, text, tookMs: Math.round(performance.now() - start) }
  } catch {
    return 'The vault cannot be reached.'
  }
}

async function textOf(response: Response, type: string): Promise<string> {
  if (/json/.test(type) && !/json(l|-lines)|ndjson/.test(type)) {
    const text = JSON.stringify(await response.json(), null, 2)
    return text.length > shownChars ? `${text.slice(0, shownChars)}\n…` : text
  }
  if (type.startsWith('text/')) return (await response.text()).slice(0, shownChars)
  const { size } = await response.blob()
  return size > 0 ? `${size} bytes` : ''
}
