import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Resident bytes of all workerd processes of one vault, known by the state folder they carry. */
export async function workerdRss(stateDir: string): Promise<number> {
  let bytes = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    if (!(await read('cmdline')).includes('workerd')) continue
    if (!(await read('environ')).includes(stateDir)) continue
    bytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(await read('status'))?.[1] ?? 0) * 1_024
  }
  return bytes
}

/** How many bytes workerd grew by at its peak, sampled each 200 ms while `work` ran. */
export async function growthDuring(stateDir: string, work: () => Promise<unknown>) {
  const before = await workerdRss(stateDir)
  let peak = before
  let isRunning = true
  const sampling = (async () => {
    while (isRunning) {
      peak = Math.max(peak, await workerdRss(stateDir))
      await sleep(200)
    }
  })()
  try {
    await work()
  } finally {
    isRunning = false
    await sampling
  }
  return peak - before
}
