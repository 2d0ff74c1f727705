import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, aLog, aPeer, until } from '../testing.ts'
import { EnrolError, ensureEnrolled } from './enrol.ts'
import { loadIdentity, readIdentity } from './identity.ts'
import { keepWakeSocket } from './wake-socket.ts'
import { makeWorkerClient, WorkerAwayError, WorkerRefusedError } from './worker-client.ts'

const { signal } = new AbortController()
const configFor = (stateDir: string, workerUrl: string, joinCode: string | null) => ({
  stateDir,
  workerUrl,
  joinCode,
  disks: [],
  port: 0,
  name: 'attic',
  trashDays: 7,
  scrubDays: 30,
  modelsDir: '/nowhere',
  modelHub: 'https://hub.test',
  accessToken: null,
})

describe('the identity', () => {
  it('is made once and stays, readable by its owner only', async () => {
    const folder = await aFolder()
    expect(await readIdentity(folder)).toBeNull()
    const made = await loadIdentity(folder)
    expect((await loadIdentity(folder)).publicKey).toBe(made.publicKey)
    expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600)
  })

  it('that is damaged is never replaced by another', async () => {
    const folder = await aFolder()
    await loadIdentity(folder)
    await writeFile(join(folder, 'identity.json'), '{"format":1}')
    await expect(loadIdentity(folder)).rejects.toThrow()
    expect(await readFile(join(folder, 'identity.json'), 'utf8')).toBe('{"format":1}')
  })
})

describe('joining', () => {
  it('happens once: the second start needs no code', async () => {
    const [peer, folder] = [await aPeer(), await aFolder()]
    const log = aLog()
    await ensureEnrolled(configFor(folder, peer.url, peer.joinCode), log, signal)
    expect(log.sentences).toEqual([`Joined ${peer.url} as "attic".`])
    const again = await ensureEnrolled(configFor(folder, peer.url, null), aLog(), signal)
    expect(again.homeNodeId).toBe(peer.nodeId())
  })

  it('without a code, or with a wrong one, says so', async () => {
    const [peer, folder] = [await aPeer(), await aFolder()]
    const without = ensureEnrolled(configFor(folder, peer.url, null), aLog(), signal)
    await expect(without).rejects.toThrow(EnrolError)
    const wrong = configFor(folder, peer.url, 'another-join-code')
    await expect(ensureEnrolled(wrong, aLog(), signal)).rejects.toThrow(/refused/)
  })

  it('waits for a Worker that is not up yet', async () => {
    const [peer, folder] = [await aPeer(), await aFolder()]
    peer.faults.isAway = true
    const joining = ensureEnrolled(configFor(folder, peer.url, peer.joinCode), aLog(), signal)
    setTimeout(() => {
      peer.faults.isAway = false
    }, 200)
    expect((await joining).homeNodeId).toBe(peer.nodeId())
  })
})

async function aClient() {
  const [peer, folder] = [await aPeer(), await aFolder()]
  const identity = await ensureEnrolled(configFor(folder, peer.url, peer.joinCode), aLog(), signal)
  const options = {
    workerUrl: peer.url,
    identity,
    trashDays: 7,
    scrubDays: 30,
    modelsDir: '/nowhere',
    modelHub: 'https://hub.test',
    accessToken: null,
  }
  return { peer, options, client: makeWorkerClient(options) }
}

describe('calls to the Worker', () => {
  it('that may be repeated outlast a short absence', async () => {
    const { peer, client } = await aClient()
    peer.faults.isAway = true
    setTimeout(() => {
      peer.faults.isAway = false
    }, 150)
    expect(await client.changes(0, 10)).toEqual({ changes: [], lastSeq: 0 })
    expect(peer.refused).toEqual([])
  })

  it('do not go on for ever', async () => {
    const { peer, client } = await aClient()
    peer.faults.isAway = true
    await expect(client.changes(0, 10)).rejects.toThrow(WorkerAwayError)
  })

  it('that are refused are not repeated', async () => {
    const { client } = await aClient()
    await expect(client.status()).rejects.toThrow(WorkerRefusedError)
  })
})

describe('the wake socket', () => {
  it('passes wakes on, and comes back when it was cut', async () => {
    const { peer, options, client } = await aClient()
    const stopping = new AbortController()
    let wakes = 0
    const kept = keepWakeSocket({
      workerUrl: options.workerUrl,
      client,
      onWake: () => {
        wakes += 1
      },
      signal: stopping.signal,
    })
    await until(() => wakes === 1)
    peer.wake()
    await until(() => wakes === 2)
    for (const socket of peer.sockets) socket.destroy()
    await until(() => wakes === 3 && peer.sockets.size === 1)
    peer.wake()
    await until(() => wakes === 4)
    stopping.abort()
    await kept
  })
})
