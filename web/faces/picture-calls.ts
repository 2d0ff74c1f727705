import {
  groupedFacesSchema,
  type OrganizationView,
  recognizedSchema,
  registeredSchema,
  searchedFacesSchema,
  verifiedSchema,
} from '#contracts/face-api'
import { faceModelsSchema, facesSeenSchema } from '#contracts/faces'
import { ask, type Call } from './face-calls.ts'
import type { GivenPicture } from './given-picture.ts'

type Fields = readonly (readonly [string, string | File])[]

const nameIn = ({ organization }: OrganizationView) => encodeURIComponent(organization)

function posted(path: string, fields: Fields): Call {
  return { method: 'POST', path, body: { kind: 'form', fields }, takesKey: true }
}

/** Registers a subject by pictures, each of which is answered for itself. */
export async function registerFaces(
  of: OrganizationView,
  wanted: { name: string; pictures: readonly GivenPicture[]; largest: boolean },
) {
  const images = wanted.pictures.map(({ image }) => ['images', image] as const)
  const fields = [['name', wanted.name], ['largest', String(wanted.largest)], ...images] as const
  return await ask(posted(`/register/${nameIn(of)}`, fields), registeredSchema)
}

export async function recognizeFaces(
  of: OrganizationView,
  { image }: GivenPicture,
  threshold: number | null,
) {
  const fields: Fields = [
    ['image', image],
    ['limit', '3'],
    ...(threshold === null ? [] : [['threshold', String(threshold)] as const]),
  ]
  return await ask(posted(`/recognize/${nameIn(of)}`, fields), recognizedSchema)
}

/** All faces of a picture with what describes them. */
export async function detectFaces(of: OrganizationView, { image }: GivenPicture) {
  const wishes = ['descriptors', 'landmarks', 'age', 'expressions'] as const
  const fields: Fields = [['image', image], ...wishes.map((wish) => [wish, 'true'] as const)]
  return await ask(posted(`/api/face/${nameIn(of)}/detect`, fields), facesSeenSchema)
}

/** Whether the largest faces of two pictures are one person's. */
export async function verifyFaces(of: OrganizationView, one: GivenPicture, two: GivenPicture) {
  const fields: Fields = [
    ['image1', one.image],
    ['image2', two.image],
  ]
  return await ask(posted(`/api/face/${nameIn(of)}/verify`, fields), verifiedSchema)
}

/** Whom a descriptor of `embedder` resembles, also below the threshold. */
export async function searchFaces(of: OrganizationView, embedder: string, descriptor: string) {
  const path = `/api/face/${nameIn(of)}/search`
  const body = { kind: 'json', value: { embedder, descriptor, limit: 3 } } as const
  return await ask({ method: 'POST', path, body, takesKey: true }, searchedFacesSchema)
}

/** Puts the faces of pictures together that are one person's. */
export async function groupFaces(of: OrganizationView, pictures: readonly GivenPicture[]) {
  const fields: Fields = pictures.map(({ image }) => ['images', image] as const)
  return await ask(posted(`/api/face/${nameIn(of)}/group`, fields), groupedFacesSchema)
}

export async function faceModels() {
  return await ask({ method: 'GET', path: '/api/face/models' }, faceModelsSchema)
}
