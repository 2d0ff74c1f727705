import type { RegisteredImage } from '#contracts/face-api'
import { type FaceFlaw, type FacesSeen, faceFlawSchema } from '#contracts/faces'
import type { SubjectId } from '#contracts/ids'
import type { ImageSource } from '#contracts/image-engine'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { type CompareDeps, candidatesOf, descriptorOf, requireConsent } from './compare-faces.ts'
import { keepCrop, removeCrop } from './crops.ts'
import { descriptorToBytes } from './descriptors.ts'
import { insertExample } from './example-queries.ts'
import { openFaceKey } from './face-key.ts'
import { type GivenImage, openGivenImage, type SourceDeps } from './image-source.ts'
import { findOrganization, type OrganizationRow } from './organization-queries.ts'
import { embedderNamed, seeFaces } from './see-faces.ts'

export type RegisterDeps = CompareDeps &
  SourceDeps &
  Pick<Deps, 'bucket' | 'imageEngine' | 'audit' | 'log'>

export interface Registration {
  name: string
  images: GivenImage[]
  /** Takes the largest face of a picture with several. */
  largest: boolean
}

/** From here on two pictures of a subject are the same picture, and the second tells nothing. */
const duplicateSimilarity = 0.9995

const flawWords: Record<FaceFlaw, string> = {
  small: 'it is too small',
  blurred: 'it is not sharp',
  turned: 'it looks away',
  cut: 'it is cut off',
  unsure: 'it may be no face',
}

const nothing = { exampleId: null, box: null, quality: null, resembles: null }

/**
 * Registers a subject by pictures of one face each. Every picture is answered for itself; only what
 * concerns all of them throws: `consent_required`, and a home node that is away.
 */
export async function registerFaces(
  deps: RegisterDeps,
  actor: Actor,
  organization: OrganizationRow,
  wanted: Registration,
) {
  requireConsent(organization)
  const images: RegisteredImage[] = []
  let subjectId: SubjectId | null = null
  for (const [index, given] of wanted.images.entries()) {
    const outcome = await registerOne(deps, actor, organization.spaceId, wanted, given)
    subjectId = outcome.subjectId ?? subjectId
    images.push({ index, ...outcome.image })
  }
  const registered = images.filter(({ status }) => status === 'registered').length
  if (registered > 0) {
    deps.audit.record({
      ...{ chain: organization.spaceId, action: 'subject.registered' },
      ...{ actorId: actorIdOf(actor), subjectId, details: { examples: registered } },
    })
  }
  return { organization: organization.name, name: wanted.name, subjectId, registered, images }
}

interface Outcome {
  image: Omit<RegisteredImage, 'index'>
  subjectId: SubjectId | null
}

async function registerOne(
  deps: RegisterDeps,
  actor: Actor,
  spaceId: OrganizationRow['spaceId'],
  { name, largest }: Registration,
  given: GivenImage,
): Promise<Outcome> {
  const seen = await lookAt(deps, actor, given)
  if (seen instanceof AppError) return refused('unreadable', seen.message)
  const { source, faces } = seen
  const [face] = faces.faces
  if (!face) return refused('no_face', 'There is no face in this picture.')
  const { box, quality } = face
  if (faces.faces.length > 1 && !largest) {
    const detail = `There are ${faces.faces.length} faces in this picture: whose is meant, it cannot tell.`
    return refused('several_faces', detail)
  }
  const flaws = quality.flaws.map((flaw) => flawWords[faceFlawSchema.parse(flaw)])
  if (flaws.length > 0) {
    const detail = `This face would not be known again well: ${flaws.join(', ')}.`
    return refused('poor_quality', detail, { box, quality })
  }
  // Read anew for each picture: the one before may have made the subject.
  const organization = await findOrganization(deps.db, spaceId)
  if (!organization) return refused('unreadable', 'The organization is gone.')
  const descriptor = descriptorOf(face.descriptor)
  const { embedder } = faces
  const [near = []] = await candidatesOf(deps, organization, embedder, [descriptor], 2)
  const same = near.find(({ similarity }) => similarity >= duplicateSimilarity)
  if (same) {
    const detail = `This very face is registered already, as ${same.name}.`
    return refused('duplicate', detail, { box, quality, resembles: same })
  }
  const kept = await keepExample(deps, organization, name, source, faces, descriptor)
  const { threshold } = await embedderNamed(deps, embedder)
  const other = near.find((each) => each.name !== name && each.similarity >= threshold) ?? null
  const detail = other === null ? 'Registered.' : `Registered; it resembles ${other.name}.`
  const { exampleId, subjectId } = kept
  return {
    image: { status: 'registered', detail, exampleId, box, quality, resembles: other },
    subjectId,
  }
}

async function lookAt(deps: RegisterDeps, actor: Actor, given: GivenImage) {
  try {
    const source = await openGivenImage(deps, actor, given)
    return { source, faces: await seeFaces(deps, source, {}) }
  } catch (error) {
    const isOfThisPicture =
      error instanceof AppError &&
      !['home_node_offline', 'capability_missing', 'unknown_model'].includes(error.code)
    if (isOfThisPicture) return error
    throw error
  }
}

async function keepExample(
  deps: RegisterDeps,
  organization: OrganizationRow,
  name: string,
  source: ImageSource,
  faces: FacesSeen,
  descriptor: Float32Array,
) {
  const { spaceId } = organization
  const now = deps.now()
  const id = newId('example', now)
  const key = openFaceKey(deps.config, organization)
  const [face] = faces.faces
  const box = face?.box ?? { left: 0, top: 0, width: 1, height: 1 }
  const cropBytes = await keepCrop(deps, key, { spaceId, exampleId: id }, source, {
    ...{ box, width: faces.width, height: faces.height },
  })
  const subjectId = await insertExample(deps.db, {
    ...{ id, spaceId, name, now, cropBytes },
    subjectId: newId('subject', now),
    ...{ detector: faces.detector, embedder: faces.embedder },
    sealedDescriptor: key.seal(id, descriptorToBytes(descriptor)),
    qualityPercent: Math.round((face?.quality.score ?? 0) * 100),
  })
  if (subjectId === null) {
    await removeCrop(deps, spaceId, id)
    throw new AppError('conflict', 'The organization is full, or its faces were turned off.')
  }
  return { exampleId: id, subjectId }
}

function refused(
  status: RegisteredImage['status'],
  detail: string,
  more: Partial<Omit<RegisteredImage, 'index'>> = {},
): Outcome {
  return { image: { ...nothing, ...more, status, detail }, subjectId: null }
}
