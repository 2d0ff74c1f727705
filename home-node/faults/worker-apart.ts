import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Me, meSchema } from '#contracts/accounts'
import { fileListSchema } from '#contracts/files'
import type { Child } from '../launch/child.ts'
import { startWorker, waitForWorker } from '../launch/parts.ts'
import { freePort } from '../launch/ports.ts'
import { applyMigrations } from '../launch/prepare.ts'
import { readOrMakeSecrets } from '../launch/secrets.ts'
import { parseStartOptions } from '../launch/start-options.ts'

const root = resolve(import.meta.dirname, '../..')

export interface WorkerApart {
  url: string
  port: number
  /** The first admin's token, for `Authorization: Bearer`. */
  token: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  me(): Promise<Me>
  /** SIGKILL to all of it; resolves when nothing of it is left. */
  kill(): Promise<void>
  /** On the same port, over what the one before left behind. */
  start(): Promise<void>
  /** Runs what the Worker does every minute. */
  sweep(): Promise<void>
  /** What lies in R2: whole objects, and parts of uploads that are not put together. */
  stored(): Promise<z.infer<typeof sums>>
  /** Begins an upload; resolves to its path, or to null when there is no room. */
  create(sizeBytes: number): Promise<string | null>
  patch(path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response>
  tus(method: string, path: string, headers?: Record<string, string>): Promise<Response>
  sha256Of(fileId: string): Promise<string>
  countFiles(): Promise<number>
  /** Resolves when every file was read back from R2, as is done after the answer. */
  readBack(): Promise<void>
  /** Trashes and purges every file. */
  emptyLibrary(): Promise<void>
  /** Turns the clock on for all reservations. Only while the Worker is not running. */
  expireUploads(): void
  /** Writes to D1 directly, as a test or benchmark fills it. Only while the Worker is not running. */
  changeDatabase(change: (database: DatabaseSync) => void): void
  stop(): Promise<void>
}

/** The Worker alone, as a vault runs it, in a folder of its own, to be killed and started again. */
export async function startWorkerApart(): Promise<WorkerApart> {
  const stateDir = await mkdtemp(join(tmpdir(), 'cloudvault-worker-'))
  const port = await freePort()
  const args = ['--state', stateDir, '--port', String(port), '--home-port', '1']
  await mkdir(join(stateDir, 'logs'), { recursive: true })
  await mkdir(join(root, 'web/dist'), { recursive: true })
  await applyMigrations(root, stateDir)
  const secrets = await readOrMakeSecrets(join(stateDir, 'secrets.env'))
  const url = `http://127.0.0.1:${port}`
  const context = { root, options: parseStartOptions(args, root), secrets, workerUrl: url }
  let child: Child | null = null

  const start = async () => {
    child = await startWorker(context)
    await waitForWorker(context, child)
  }
  await start()
  const token = await setUp(url, secrets.SETUP_TOKEN)
  const fetchAs = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    return fetch(`${url}${path}`, { ...init, headers })
  }
  const tus: WorkerApart['tus'] = (method, path, headers = {}) =>
    fetchAs(path, { method, headers: { 'Tus-Resumable': '1.0.0', ...headers } })
  const listIds = async () => {
    const page = await fetchAs('/api/files?limit=200')
    return fileListSchema.parse(await page.json()).items.map(({ id }) => id)
  }
  return {
    ...{ url, port, token, start, fetch: fetchAs, tus },
    async create(sizeBytes) {
      const made = await tus('POST', '/api/uploads', { 'Upload-Length': String(sizeBytes) })
      return made.status === 201 ? made.headers.get('Location') : null
    },
    async patch(path, offset, bytes) {
      const headers = {
        ...{ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset) },
        'Content-Type': 'application/offset+octet-stream',
      }
      return await fetchAs(path, { method: 'PATCH', headers, body: bytes })
    },
    async sha256Of(fileId) {
      const hash = createHash('sha256')
      const response = await fetchAs(`/api/files/${fileId}/download`)
      for await (const chunk of response.body ?? []) hash.update(chunk)
      return hash.digest('hex')
    },
    async countFiles() {
      const { items, nextCursor } = fileListSchema.parse(
        await (await fetchAs('/api/files?limit=200')).json(),
      )
      if (nextCursor !== null) throw new Error('there are more files than one page')
      return items.length
    },
    async readBack() {
      for (;;) {
        const page = fileListSchema.parse(await (await fetchAs('/api/files?limit=200')).json())
        const jobs = page.items.flatMap(({ work }) => work.map(({ job }) => job))
        if (!jobs.includes('verify-original')) return
        await sleep(100)
      }
    },
    async emptyLibrary() {
      for (let ids = await listIds(); ids.length > 0; ids = await listIds()) {
        for (const id of ids) await fetchAs(`/api/files/${id}`, { method: 'DELETE' })
      }
      await fetchAs('/api/trash/empty', { method: 'POST' })
    },
    expireUploads: () =>
      changeBelow(join(stateDir, 'worker'), (database) => {
        database.exec("update uploads set expires_at = 1 where state = 'reserved'")
      }),
    changeDatabase: (change) => changeBelow(join(stateDir, 'worker'), change),
    me: async () => meSchema.parse(await (await fetchAs('/api/me')).json()),
    async kill() {
      const pid = child?.process.pid
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
      // Also waits for those that it had started.
      await child?.stop()
      child = null
    },
    async sweep() {
      const response = await fetch(`${url}/cdn-cgi/local/scheduled`)
      if (!response.ok) throw new Error(`the sweep answered ${response.status}`)
    },
    stored: () => contentsBelow(join(stateDir, 'worker')),
    async stop() {
      await child?.stop()
      await rm(stateDir, { recursive: true, force: true })
    },
  }
}

async function setUp(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ token, username: 'ada', password: 'correct horse battery' }),
  })
  if (response.status !== 201) throw new Error(`The setup answered ${await response.text()}`)
  return response.headers.getSetCookie()[0]?.split(';')[0]?.split('=')[1] ?? ''
}

const sums = z.object({ objects: z.int(), objectBytes: z.int(), openParts: z.int() })

/**
 * What R2 holds, from the emulator's own tables. Its files are no measure: of a put that breaks off
 * it keeps the file, which nothing refers to.
 */
async function contentsBelow(folder: string): Promise<z.infer<typeof sums>> {
  const names = await readdir(folder, { recursive: true })
  const path = names.find((name) => /R2BucketObject\/[0-9a-f]{64}\.sqlite$/.test(name))
  if (path === undefined) throw new Error('the emulator has no table of its objects')
  const database = new DatabaseSync(join(folder, path), { readOnly: true })
  try {
    const row = database
      .prepare(`select (select count(*) from _mf_objects) as objects,
        (select coalesce(sum(size), 0) from _mf_objects) as objectBytes,
        (select count(*) from _mf_multipart_parts join _mf_multipart_uploads using (upload_id)
          where state = 0) as openParts`)
      .get()
    return sums.parse({ ...row })
  } finally {
    database.close()
  }
}

export function changeBelow(folder: string, change: (database: DatabaseSync) => void) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const path = names.find((name) => /D1DatabaseObject\/[0-9a-f]{64}\.sqlite$/.test(name))
  if (path === undefined) throw new Error('the emulator has no database')
  const database = new DatabaseSync(join(folder, path))
  try {
    change(database)
  } finally {
    database.close()
  }
}
