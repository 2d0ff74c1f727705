import { sentenceOf } from '../api.ts'
import { showToast } from '../ui/toast.tsx'

/** Does something at once and says that it is done, or why not. Resolves to whether it was. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work()
    if (done !== undefined) showToast(done)
    return true
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
    return false
  }
}
