import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startChild } from '../launch/child.ts'
import { freePort } from '../launch/ports.ts'

/** Where ipx lies, if somebody put it there: it is no part of the project, and only measured against. */
export const ipxFolder = process.env.IPX_FOLDER ?? ''
export const ipxInstall =
  'npm i --prefix /tmp/ipx ipx@3.1.1, and IPX_FOLDER=/tmp/ipx before the command'

/** Starts ipx over the pictures of a folder; null when it is not installed. */
export async function startIpx(folder: string): Promise<{ url: string; child: Child } | null> {
  const command = join(ipxFolder, 'node_modules/ipx/bin/ipx.mjs')
  const isThere = await access(command).then(
    () => ipxFolder !== '',
    () => false,
  )
  if (!isThere) return null
  const port = await freePort()
  const child = startChild({
    name: 'ipx',
    args: [command, 'serve', '--dir', folder],
    cwd: dirname(command),
    env: { PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' },
    logPath: join(folder, 'ipx.log'),
  })
  const url = `http://127.0.0.1:${port}`
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 200) {
    if (await fetch(url).catch(() => null)) return { url, child }
    await sleep(200)
  }
  await child.stop()
  throw new Error(`ipx did not answer:\n${child.tail()}`)
}
