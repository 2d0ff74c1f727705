import type { FaceSeen, FacesSeen } from '#contracts/faces'
import { vectorToText } from '#contracts/vector-text'
import type { TestUser } from './harness.ts'
import type { TestHomeNode } from './home-node.ts'
import { leaseAll } from './indexing.ts'

export const agreed = 'Everybody whose face is looked for here has agreed to it.'

/** Turns faces on in the user's own space. */
export async function turnFacesOn(user: TestUser): Promise<void> {
  await user.fetch(`/api/spaces/${user.spaceId}/face-consent`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: agreed }),
  })
}

/**
 * How somebody looks: a direction of their own in 128 dimensions, and each `view` of them a little
 * (0.2) beside it. People are at right angles to each other.
 */
export function lookOf(somebody: number, view = 0): Float32Array {
  const look = new Float32Array(128)
  look[somebody] = Math.cos(0.2)
  look[64 + (view % 64)] = Math.sin(0.2)
  return look
}

/** A face in a picture; those of one picture stand beside each other. */
export function aFaceSeen(descriptor: Float32Array, change: Partial<FaceSeen> = {}): FaceSeen {
  return {
    box: { left: 0.1, top: 0.1, width: 0.2, height: 0.3 },
    ...{ probability: 0.99, landmarks: [], age: null, expressions: null, atMs: null },
    quality: { score: 0.9, widthPx: 200, flaws: [] },
    descriptor: vectorToText(descriptor),
    ...change,
  }
}

export function facesSeen(...faces: FaceSeen[]): FacesSeen {
  const placed = faces.map((face, at) => ({ ...face, box: { ...face.box, left: at * 0.25 } }))
  const parts = { detector: 'ssd@1', embedder: 'face-api-128@1' }
  return { ...parts, width: 1_600, height: 1_200, faces: placed }
}

/** Looks for faces in all files that wait, as a home node that sees `seen` in each, in their order. */
export async function findFaces(
  node: TestHomeNode,
  seen: (fileId: string) => FacesSeen,
): Promise<string[]> {
  const jobs = await leaseAll(node, 'find-faces')
  for (const job of jobs) {
    const body = new TextEncoder().encode(JSON.stringify(seen(job.fileId)))
    await node.fetch('POST', `/api/home/jobs/${job.id}/faces`, body)
  }
  return jobs.map(({ fileId }) => fileId)
}
