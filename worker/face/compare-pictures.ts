import type { z } from 'zod'
import type { groupFacesSchema, searchFacesSchema, verifyFacesSchema } from '#contracts/face-api'
import { faceDistance, faceSimilarity } from '#contracts/face-similarity'
import type { Box } from '#contracts/found'
import { AppError } from '../errors.ts'
import type { Actor } from '../spaces/access.ts'
import {
  type CompareDeps,
  candidatesOf,
  descriptorOf,
  productOf,
  requireConsent,
  similarityOf,
} from './compare-faces.ts'
import { type GivenImage, openGivenImage, type SourceDeps } from './image-source.ts'
import type { OrganizationRow } from './organization-queries.ts'
import { bestOf } from './recognize-faces.ts'
import { embedderNamed, seeFaces } from './see-faces.ts'

type PictureDeps = CompareDeps & SourceDeps

/** Whether the largest faces of two pictures are one person's. Throws `no_face`. */
export async function verifyFaces(
  deps: PictureDeps,
  actor: Actor,
  organization: OrganizationRow,
  wanted: z.infer<typeof verifyFacesSchema>,
) {
  requireConsent(organization)
  const [one, two] = await Promise.all([
    largestFace(deps, actor, wanted.image1, 'first'),
    largestFace(deps, actor, wanted.image2, 'second'),
  ])
  const { embedder } = one
  const both: [Float32Array, Float32Array] = [one.descriptor, two.descriptor]
  const { similarity, threshold: usual } = await similarityOf(deps, embedder, both)
  const threshold = wanted.threshold ?? usual
  const boxes: [Box, Box] = [one.box, two.box]
  return { same: similarity >= threshold, similarity, threshold, embedder, boxes }
}

/** Whom a descriptor resembles, also below the threshold. */
export async function searchFaces(
  deps: CompareDeps,
  organization: OrganizationRow,
  wanted: z.infer<typeof searchFacesSchema>,
) {
  requireConsent(organization)
  const { embedder, limit } = wanted
  const known = await embedderNamed(deps, embedder)
  const descriptor = descriptorOf(wanted.descriptor)
  if (descriptor.length !== known.dimensions) {
    const detail = `A descriptor of ${embedder} has ${known.dimensions} dimensions.`
    throw new AppError('validation_failed', detail)
  }
  const [candidates = []] = await candidatesOf(deps, organization, embedder, [descriptor], limit)
  return { threshold: wanted.threshold ?? known.threshold, embedder, candidates }
}

/**
 * Puts faces that look like one person together: two of a group are linked by faces each of which
 * resembles the next (single linkage), the largest group first. Nothing is kept.
 */
export async function groupFaces(
  deps: PictureDeps,
  actor: Actor,
  organization: OrganizationRow,
  wanted: z.infer<typeof groupFacesSchema>,
) {
  requireConsent(organization)
  const faces: { image: number; box: Box; descriptor: Float32Array }[] = []
  let embedder: string | null = null
  for (const [image, given] of wanted.images.entries()) {
    const seen = await seeFaces(deps, await openGivenImage(deps, actor, given), {})
    embedder = seen.embedder
    for (const { box, descriptor } of seen.faces) {
      faces.push({ image, box, descriptor: descriptorOf(descriptor) })
    }
  }
  const { name, curve, threshold: usual } = await embedderNamed(deps, embedder ?? '')
  const threshold = wanted.threshold ?? usual
  const isAlike = (one: Float32Array, two: Float32Array) =>
    faceSimilarity(faceDistance(productOf(one, two)), curve) >= threshold
  const groups: (typeof faces)[] = []
  for (const face of faces) {
    const linked = groups.filter((group) =>
      group.some((other) => isAlike(other.descriptor, face.descriptor)),
    )
    const rest = groups.filter((group) => !linked.includes(group))
    groups.splice(0, groups.length, ...rest, [...linked.flat(), face])
  }
  groups.sort((one, two) => two.length - one.length)
  const firsts = groups.flatMap(([first]) => first?.descriptor ?? [])
  const known = await candidatesOf(deps, organization, name, firsts, 1)
  return {
    ...{ threshold, embedder: name },
    groups: groups.map((group, index) => ({
      known: bestOf(known[index] ?? [], threshold),
      faces: group.map(({ image, box }) => ({ image, box })),
    })),
  }
}

async function largestFace(
  deps: PictureDeps,
  actor: Actor,
  given: GivenImage,
  which: 'first' | 'second',
) {
  const source = await openGivenImage(deps, actor, given)
  const { embedder, faces } = await seeFaces(deps, source, { largestOnly: true })
  const [face] = faces
  if (!face) throw new AppError('no_face', `There is no face in the ${which} picture.`)
  return { embedder, box: face.box, descriptor: descriptorOf(face.descriptor) }
}
