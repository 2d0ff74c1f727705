import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const targetsSchema = z.array(z.object({ id: z.string(), webSocketDebuggerUrl: z.url() }))
const usageSchema = z.object({ usedSize: z.number(), backingStorageSize: z.number() })
const answerSchema = z.object({ id: z.int(), result: z.unknown() })

/**
 * Bytes that the isolate of the Worker holds after garbage was collected, on V8's heap and in buffers,
 * by the inspector at this port (Chrome DevTools Protocol, HeapProfiler and Runtime). Memory of
 * WebAssembly is in neither. An isolate answers its inspector only while it is busy: `keepBusy` asks
 * it something, again and again.
 */
export async function isolateBytes(port: number, keepBusy: () => Promise<unknown>) {
  const list = await fetch(`http://127.0.0.1:${port}/json`)
  const target = targetsSchema.parse(await list.json()).find(({ id }) => id === 'core:user:')
  if (!target) throw new Error('The inspector knows no Worker.')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  const waiting = new Map<number, (result: unknown) => void>()
  socket.addEventListener('message', ({ data }) => {
    const { success, data: answer } = answerSchema.safeParse(JSON.parse(String(data)))
    if (success) waiting.get(answer.id)?.(answer.result)
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('The inspector took no socket.')))
  })
  let isOver = false
  const busy = (async () => {
    for (; !isOver; await sleep(50)) await keepBusy()
  })()
  const ask = (id: number, method: string) =>
    new Promise<unknown>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method }))
    })
  try {
    await ask(1, 'HeapProfiler.enable')
    // What the first collection sets free by its finalizers goes with the second.
    await ask(2, 'HeapProfiler.collectGarbage')
    await ask(3, 'HeapProfiler.collectGarbage')
    const usage = usageSchema.parse(await ask(4, 'Runtime.getHeapUsage'))
    return usage.usedSize + usage.backingStorageSize
  } finally {
    isOver = true
    socket.close()
    await busy
  }
}
