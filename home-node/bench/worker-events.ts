import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Follows the Worker's log from here on: `when` answers at what time (of `performance.now`) some text
 * was there so many times. Asking the Worker itself would cost the processor that is being measured.
 */
export async function followWorkerLog(stateDir: string) {
  const path = join(stateDir, 'logs', 'worker.log')
  const file = await open(path)
  let position = (await file.stat()).size
  let text = ''

  async function readOn(): Promise<void> {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(size - position),
      position,
    })
    position += bytesRead
    text += buffer.toString('utf8', 0, bytesRead)
  }

  return {
    async when(words: string, count: number): Promise<number> {
      for (let waitedMs = 0; waitedMs < 300_000; waitedMs += 20) {
        await readOn()
        if (text.split(words).length > count) return performance.now()
        await sleep(20)
      }
      throw new Error(`The Worker's log did not say "${words}" ${count} times in five minutes.`)
    },
    close: () => file.close(),
  }
}
