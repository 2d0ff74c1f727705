import { useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import { answer, api, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/toast.tsx'
import { homeOnline } from './live.ts'

/** R2 has it no more: while the home node is away, only the preview can be had. */
export function WaitForHome({ fileId }: { fileId: FileId }) {
  const [isAsked, setAsked] = useState(false)
  if (homeOnline.value !== false) return null
  async function ask() {
    try {
      await answer(api.api.files[':id'].wait.$post({ param: { id: fileId } }))
      setAsked(true)
      showToast('You are told as soon as the original can be had again.')
    } catch (error) {
      showToast(sentenceOf(error), { kind: 'danger' })
    }
  }
  return (
    <div class="ledger-away">
      <p>The original lies at home, and the home node is away. Its preview is here.</p>
      <Button icon="clock" disabled={isAsked} onClick={() => void ask()}>
        {isAsked ? 'You will be told' : 'Tell me when it is back'}
      </Button>
    </div>
  )
}
