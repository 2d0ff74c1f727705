import { useState } from 'preact/hooks'
import { sentenceOf } from '../api.ts'

/** What a form does: busy while it works, and the sentence of what went wrong, until the next time. */
export function useSubmit(work: () => Promise<unknown>) {
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  async function run() {
    setBusy(true)
    setError(null)
    await work().catch((cause: unknown) => setError(sentenceOf(cause)))
    setBusy(false)
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void run()
  }
  return { error, isBusy, submit }
}
