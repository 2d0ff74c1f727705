import type { z } from 'zod'
import type { Candidate, Recognized, recognizeFacesSchema } from '#contracts/face-api'
import type { ImageSource } from '#contracts/image-engine'
import { type CompareDeps, candidatesOf, descriptorOf, requireConsent } from './compare-faces.ts'
import type { OrganizationRow } from './organization-queries.ts'
import { embedderNamed, seeFaces } from './see-faces.ts'

export type RecognizeWishes = Omit<z.infer<typeof recognizeFacesSchema>, 'image' | 'api_auth'>

/** Who is in a picture, as far as an organization knows them. Throws `consent_required` and as `seeFaces`. */
export async function recognizeFaces(
  deps: CompareDeps,
  organization: OrganizationRow,
  source: ImageSource,
  wishes: RecognizeWishes,
): Promise<Recognized> {
  requireConsent(organization)
  const { limit, landmarks, detector: asked } = wishes
  const largestOnly = wishes.faces === 'largest'
  const question = { largestOnly, landmarks, ...(asked !== undefined && { detector: asked }) }
  const { detector, embedder, faces } = await seeFaces(deps, source, question)
  const threshold = wishes.threshold ?? (await embedderNamed(deps, embedder)).threshold
  const descriptors = faces.map((face) => descriptorOf(face.descriptor))
  const found = await candidatesOf(deps, organization, embedder, descriptors, limit)
  const recognized = faces.map((face, index) => {
    const { box, probability, quality } = face
    const candidates = found[index] ?? []
    const match = bestOf(candidates, threshold)
    return { box, probability, quality, match, candidates, landmarks: face.landmarks }
  })
  const matches = recognized.flatMap(({ match }) => match ?? [])
  const best = matches.sort((one, two) => two.similarity - one.similarity)[0]
  return {
    organization: organization.name,
    ...{ threshold, detector, embedder },
    recognized: best !== undefined,
    name: best?.name ?? null,
    similarity: best?.similarity ?? null,
    faces: recognized,
  }
}

export function bestOf([best]: Candidate[], threshold: number): Candidate | null {
  return best !== undefined && best.similarity >= threshold ? best : null
}
