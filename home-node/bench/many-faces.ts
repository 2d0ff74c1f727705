import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { searchedFacesSchema } from '#contracts/face-api'
import { vectorToText } from '#contracts/vector-text'
import { makeSeeded } from '../faults/seeded.ts'
import { changeBelow } from '../faults/worker-apart.ts'
import type { Measure } from '../launch/measure-report.ts'
import { ownEmbedder } from '../models/face-parts.ts'

const { name: embedder, dimensions } = ownEmbedder
/** All together fewer than a key may ask in a minute. */
const requests = 60
/** Until workerd and its D1 have compiled what they run often. */
const warmUps = 30
const goalMs = 50

const rowSchema = z.object({ space_id: z.string(), sealed_key: z.string(), changes: z.number() })

/**
 * Gives an organization as many subjects, each with one example in a direction of its own. Only while
 * the vault is not running. Sealed as worker/face/face-key.ts seals, for nothing else writes so many at
 * once.
 */
export function fillFaces(state: string, organization: string, subjects: number): void {
  const secrets = readFileSync(join(state, 'secrets.env'), 'utf8')
  const pepper = Buffer.from(/PASSWORD_PEPPER="?([\w-]+)/.exec(secrets)?.[1] ?? '', 'base64url')
  changeBelow(join(state, 'worker'), (database) => {
    const found = database.prepare('select * from organizations where name = ?').get(organization)
    const { space_id, sealed_key, changes } = rowSchema.parse(found)
    const key = openKey(pepper, `faces ${space_id}`, sealed_key)
    const [subject, example] = [
      database.prepare('insert into subjects (id, space_id, name, created_at) values (?, ?, ?, 1)'),
      database.prepare(`insert into examples (id, space_id, subject_id, change, detector, embedder,
        sealed_descriptor, quality_percent, crop_bytes, created_at)
        values (?, ?, ?, ?, 'ssd@1', '${embedder}', ?, 90, 0, 1)`),
    ]
    database.exec('begin')
    for (let number = 1; number <= subjects; number++) {
      const end = String(number).padStart(26, '0')
      const [subjectId, exampleId] = [`sbj_${end}`, `exm_${end}`]
      subject.run(subjectId, space_id, `Subject ${number}`)
      const sealed = seal(key, exampleId, Buffer.from(faceOf(number).buffer))
      example.run(exampleId, space_id, subjectId, changes + number, sealed)
    }
    database
      .prepare('update organizations set changes = changes + ? where space_id = ?')
      .run(subjects, space_id)
    database.exec('commit')
  })
}

/** The whole request of a comparison over a real Worker, D1 and Durable Object; nothing is looked at. */
export async function measureMany(
  measure: Measure,
  url: string,
  at: { organization: string; key: string; subjects: number },
): Promise<void> {
  const seeded = makeSeeded(5)
  const ask = async () => {
    const number = seeded.between(1, at.subjects)
    const body = JSON.stringify({ descriptor: vectorToText(faceOf(number)), embedder })
    const startedAt = performance.now()
    const response = await fetch(`${url}/api/face/${at.organization}/search`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': at.key },
      body,
    })
    if (!response.ok) throw new Error(`the search answered ${await response.text()}`)
    const { candidates } = searchedFacesSchema.parse(await response.json())
    const tookMs = performance.now() - startedAt
    if (candidates[0]?.name !== `Subject ${number}`) throw new Error('another was found')
    return tookMs
  }
  const firstMs = await ask()
  for (let request = 0; request < warmUps; request++) await ask()
  const took: number[] = []
  for (let request = 0; request < requests; request++) took.push(await ask())
  took.sort((one, two) => one - two)
  const [p50 = 0, p95 = 0] = [0.5, 0.95].map((share) => took[Math.floor(requests * share)])
  measure.figure({
    name: `recognizing against ${at.subjects} subjects beside the models, whole request, median (p95 ${p95.toFixed(1)} ms)`,
    ...{ ours: p50, goal: `under ${goalMs}`, ok: p50 < goalMs, unit: 'ms' },
  })
  measure.figure({
    name: 'the first request, which reads and opens all of them',
    ...{ ours: firstMs, goal: 'no goal', ok: true, unit: 'ms' },
  })
}

function faceOf(number: number): Float32Array<ArrayBuffer> {
  const bytes = makeSeeded(number).bytes(dimensions)
  const vector = Float32Array.from(bytes, (byte) => byte - 127.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

function openKey(pepper: Buffer, purpose: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url')
  const key = Buffer.from(hkdfSync('sha256', pepper, '', 'second-factor', 32))
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(bytes.subarray(-16))
  const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  return Buffer.from(text.toString('utf8'), 'base64url')
}

function seal(key: Buffer, name: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}
