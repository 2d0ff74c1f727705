import { useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import type { Remarks } from '#contracts/remarks'
import { sentenceOf } from '../api.ts'
import { Icon } from '../ui/icons.tsx'
import { showToast } from '../ui/toast.tsx'
import { heartWords } from './heart-words.ts'
import { type FileRemarks, setHeart } from './remark-calls.ts'

/** Says to all who see a file that one likes it; a favourite is one's own business. */
export function HeartButton({ id, remarks }: { id: FileId; remarks: FileRemarks }) {
  const [isBusy, setBusy] = useState(false)
  const hearts = remarks.hearts.value
  async function turn(before: Remarks['hearts']) {
    setBusy(true)
    const isOwn = !before.isOwn
    remarks.hearts.value = { ...before, isOwn, count: before.count + (isOwn ? 1 : -1) }
    try {
      await setHeart(id, isOwn)
    } catch (error) {
      remarks.hearts.value = before
      showToast(sentenceOf(error), { kind: 'danger' })
    }
    setBusy(false)
  }
  return (
    <div class="hearts">
      <button
        type="button"
        class="button heart-button"
        aria-pressed={hearts?.isOwn ?? false}
        disabled={hearts === null || isBusy}
        onClick={() => hearts && void turn(hearts)}
      >
        <Icon name="heart" size={18} />
        <span>{hearts?.isOwn ? 'You like this' : 'Like'}</span>
      </button>
      <span class="quiet">{hearts && heartWords(hearts)}</span>
    </div>
  )
}
