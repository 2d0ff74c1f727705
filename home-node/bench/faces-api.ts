import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { z } from 'zod'
import { organizationKeyMadeSchema } from '#contracts/face-api'
import { faceStreamAnswerSchema, faceStreamProtocol, streamDetector } from '#contracts/face-stream'
import { faceQuestionSchema } from '#contracts/faces'
import { toRaster } from '../images/decode.ts'
import type { Measure } from '../launch/measure-report.ts'
import { type SignedIn, startVault } from '../launch/vault.ts'
import { makeFaceFinder } from '../models/face-finder.ts'
import { sampleFacesPath } from '../models/face-samples.ts'
import { fillFaces, measureMany } from './many-faces.ts'

const organization = 'bench'
const agreed = 'Everybody whose face is looked for here has agreed to it.'
const warmUps = 8
const streamMs = 12_000
const framesGoal = 4
const subjects = 10_000

/**
 * `npm run bench -- faces-api`: what the face API costs over a real Worker and home node. Frames a
 * second and delay of one stream at 640×480 with one face, two frames under way as the page does it,
 * beside what the models alone take for the same frames; then what recognizing costs beside the models
 * against ten thousand subjects.
 */
export async function run(measure: Measure): Promise<void> {
  const frames = await cameraFrames(24)
  const model = await modelTime(frames)
  const state = await mkdtemp(join(tmpdir(), 'cloudvault-faces-'))
  let vault = await startVault({ state })
  try {
    const user = await vault.setupAdmin()
    const key = await makeOrganization(user)
    await register(user, frames[0] ?? new Uint8Array())
    const stream = await streamFrames(vault.url, key, frames)
    const perSecond = (stream.delays.length * 1_000) / stream.tookMs
    measure.figure({
      name: `frames a second of one stream, 640×480, one face (models alone ${(1_000 / model.tookMs).toFixed(1)} on this machine as busy as it is, ${(1_000 / model.cpuMs).toFixed(1)} on a core of their own)`,
      ...{
        ours: perSecond,
        goal: `at least ${framesGoal}`,
        ok: perSecond >= framesGoal,
        unit: '/s',
      },
    })
    const sorted = stream.delays.toSorted((one, two) => one - two)
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
    measure.figure({
      name: `from a frame to its answer, median (p95 ${at(0.95).toFixed(0)} ms)`,
      ...{ ours: at(0.5), goal: 'no goal', ok: true, unit: 'ms' },
    })
    const ratio = 1_000 / perSecond / model.tookMs
    measure.figure({
      name: 'time of a frame, by that of the models alone',
      ...{ ours: ratio, goal: 'no goal', ok: true, unit: '×' },
    })
    await vault.stop()
    fillFaces(state, organization, subjects)
    vault = await startVault({ state })
    await measureMany(measure, vault.url, { organization, key, subjects })
  } finally {
    await vault.stop()
    await rm(state, { recursive: true, force: true })
  }
}

/** What a camera sends of somebody who moves a little: no two frames are the same file. */
async function cameraFrames(count: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const frames: Uint8Array<ArrayBuffer>[] = []
  for (let index = 0; index < count; index++) {
    const around = { left: 60 + index * 2, top: 80 + index, width: 640, height: 480 }
    const jpeg = await sharp(sampleFacesPath(1)).extract(around).jpeg({ quality: 75 }).toBuffer()
    frames.push(new Uint8Array(jpeg))
  }
  return frames
}

/** Milliseconds a frame of decoding and all networks in this process: by the clock, and of a core. */
async function modelTime(frames: readonly Uint8Array[]) {
  const finder = makeFaceFinder({ detector: null, embedder: null, folder: null })
  const question = faceQuestionSchema.parse({ detector: streamDetector })
  try {
    const find = async (frame: Uint8Array) =>
      await finder.find(await toRaster(sharp(frame).removeAlpha()), question)
    for (const frame of frames.slice(0, warmUps)) await find(frame)
    const [startedAt, usedBefore] = [performance.now(), process.cpuUsage()]
    for (const frame of frames) await find(frame)
    const { user, system } = process.cpuUsage(usedBefore)
    const tookMs = (performance.now() - startedAt) / frames.length
    return { tookMs, cpuMs: (user + system) / 1_000 / frames.length }
  } finally {
    await finder.stop()
  }
}

/** Makes an organization where faces are on; answers a key of it. */
async function makeOrganization(user: SignedIn): Promise<string> {
  await send(user, '/orgs', { organization, consent: agreed })
  const auth = { user: user.me.username, api_key_name: 'bench' }
  const made = await send(user, `/orgs/${organization}/api-key`, auth)
  return organizationKeyMadeSchema.parse(made).api_key
}

async function register(user: SignedIn, frame: Uint8Array): Promise<void> {
  const images = [Buffer.from(frame).toString('base64')]
  const told = await send(user, `/register/${organization}`, { name: 'Ada', images })
  if (z.object({ registered: z.number() }).parse(told).registered !== 1) {
    throw new Error(`nobody was registered: ${JSON.stringify(told)}`)
  }
}

async function send(user: SignedIn, path: string, body: object): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await user.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return await response.json()
}

/** Keeps two frames under way for a while; the first answers are not counted. */
async function streamFrames(url: string, key: string, frames: readonly Uint8Array<ArrayBuffer>[]) {
  const address = `${url.replace('http', 'ws')}/ws/recognize?organization=${organization}`
  const socket = new WebSocket(address, [faceStreamProtocol, key])
  const sentAt = new Map<number, number>()
  const delays: number[] = []
  let [sent, answered, startedAt] = [0, 0, 0]
  let failure: Error | null = null
  const next = () => {
    sent += 1
    sentAt.set(sent, performance.now())
    socket.send(frames[sent % frames.length] ?? new Uint8Array())
  }
  socket.addEventListener('close', ({ code }) => {
    failure ??= new Error(`the stream was closed with ${code}`)
  })
  socket.addEventListener('message', ({ data }) => {
    const said = faceStreamAnswerSchema.parse(JSON.parse(String(data)))
    if (said.type === 'error') failure = new Error(said.detail)
    if (said.type === 'ready') return next()
    if (said.type === 'faces' && said.name !== 'Ada') failure = new Error('nobody was recognized')
    answered += 1
    if (answered === warmUps) startedAt = performance.now()
    if (answered > warmUps) delays.push(performance.now() - (sentAt.get(said.frame) ?? 0))
    while (sent - answered < 2) next()
  })
  const until = performance.now() + streamMs
  while (performance.now() < until && failure === null) await sleep(50)
  const tookMs = performance.now() - startedAt
  if (failure !== null) throw failure
  socket.close(1000)
  return { delays, tookMs }
}
