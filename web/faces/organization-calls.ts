import { z } from 'zod'
import { consentListSchema } from '#contracts/consent'
import {
  type ApiAuth,
  type ExampleView,
  exampleViewSchema,
  type OrganizationView,
  organizationKeyMadeSchema,
  organizationKeySchema,
  organizationViewSchema,
  type SubjectView,
  subjectListSchema,
  subjectViewSchema,
} from '#contracts/face-api'
import { receiptSchema } from '#contracts/receipt'
import { ask, fetchBlob, tell } from './face-calls.ts'

const organizationsSchema = z.object({ items: z.array(organizationViewSchema) })
const keysSchema = z.object({ items: z.array(organizationKeySchema) })
const examplesSchema = z.object({ items: z.array(exampleViewSchema) })
const receiptsSchema = z.object({ items: z.array(receiptSchema) })

export type OrganizationKey = z.infer<typeof organizationKeySchema>

const orgPath = ({ organization }: OrganizationView) => `/orgs/${encodeURIComponent(organization)}`
const facePath = ({ organization }: OrganizationView) =>
  `/api/face/${encodeURIComponent(organization)}`

export async function readOrganizations(): Promise<OrganizationView[]> {
  return (await ask({ method: 'GET', path: '/orgs' }, organizationsSchema)).items
}

export async function readOrganization(of: OrganizationView): Promise<OrganizationView> {
  return await ask({ method: 'GET', path: orgPath(of), takesKey: true }, organizationViewSchema)
}

export async function makeOrganization(organization: string): Promise<OrganizationView> {
  const body = { kind: 'json', value: { organization } } as const
  return await ask({ method: 'POST', path: '/orgs', body }, organizationViewSchema)
}

/** Sets for how many days examples are kept; null: until somebody removes them. */
export async function keepFor(of: OrganizationView, retentionDays: number | null) {
  const body = { kind: 'json', value: { retentionDays } } as const
  return await ask({ method: 'PATCH', path: orgPath(of), body }, organizationViewSchema)
}

export async function eraseOrganization(of: OrganizationView) {
  return await ask({ method: 'DELETE', path: orgPath(of) }, receiptSchema)
}

const consentPath = ({ id }: OrganizationView) => `/api/spaces/${id}/face-consent`

export async function readConsents(of: OrganizationView) {
  return await ask({ method: 'GET', path: consentPath(of) }, consentListSchema)
}

export async function recordConsent(of: OrganizationView, text: string) {
  const body = { kind: 'json', value: { text } } as const
  return await ask({ method: 'PUT', path: consentPath(of), body }, consentListSchema)
}

export async function withdrawConsent(of: OrganizationView) {
  return await ask({ method: 'DELETE', path: consentPath(of) }, consentListSchema)
}

const keysPath = (of: OrganizationView) => `${orgPath(of)}/api-key`

export async function readKeys(of: OrganizationView): Promise<OrganizationKey[]> {
  return (await ask({ method: 'GET', path: keysPath(of) }, keysSchema)).items
}

/** Makes a key that is told this once. */
export async function makeKey(of: OrganizationView, auth: ApiAuth) {
  const body = { kind: 'json', value: auth } as const
  return await ask({ method: 'POST', path: keysPath(of), body }, organizationKeyMadeSchema)
}

export async function revokeKey(of: OrganizationView, { user, api_key_name }: ApiAuth) {
  const body = { kind: 'json', value: { api_auth: { user, api_key_name } } } as const
  await tell({ method: 'DELETE', path: keysPath(of), body })
}

export async function readSubjects(of: OrganizationView, cursor: string | null) {
  const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
  const path = `${facePath(of)}/subjects${query}`
  return await ask({ method: 'GET', path, takesKey: true }, subjectListSchema)
}

export async function renameSubject(of: OrganizationView, { id }: SubjectView, name: string) {
  const path = `${facePath(of)}/subjects/${id}`
  const body = { kind: 'json', value: { name } } as const
  return await ask({ method: 'PATCH', path, body, takesKey: true }, subjectViewSchema)
}

export async function eraseSubject(of: OrganizationView, { id }: SubjectView) {
  const path = `${facePath(of)}/subjects/${id}`
  return await ask({ method: 'DELETE', path, takesKey: true }, receiptSchema)
}

export async function readExamples(of: OrganizationView, { id }: SubjectView) {
  const path = `${facePath(of)}/subjects/${id}/examples`
  return (await ask({ method: 'GET', path, takesKey: true }, examplesSchema)).items
}

export async function readExamplePicture(of: OrganizationView, { id }: ExampleView) {
  const path = `${facePath(of)}/examples/${id}/picture`
  return await fetchBlob({ method: 'GET', path, takesKey: true })
}

export async function eraseExample(of: OrganizationView, { id }: ExampleView) {
  await tell({ method: 'DELETE', path: `${facePath(of)}/examples/${id}`, takesKey: true })
}

/** All that is known, one JSON value a line. */
export async function exportOrganization(of: OrganizationView): Promise<Blob> {
  return await fetchBlob({ method: 'GET', path: `${facePath(of)}/export` })
}

export async function readReceipts(of: OrganizationView) {
  const path = `${facePath(of)}/receipts`
  return (await ask({ method: 'GET', path }, receiptsSchema)).items
}
