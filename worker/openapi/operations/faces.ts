import { z } from 'zod'
import {
  detectFacesSchema,
  exampleViewSchema,
  groupedFacesSchema,
  groupFacesSchema,
  organizationKeyMadeSchema,
  organizationKeySchema,
  organizationViewSchema,
  recognizedSchema,
  recognizeFacesSchema,
  registeredSchema,
  registerFacesSchema,
  searchedFacesSchema,
  searchFacesSchema,
  subjectListSchema,
  subjectViewSchema,
  verifiedSchema,
  verifyFacesSchema,
} from '#contracts/face-api'
import { faceModelsSchema, facesSeenSchema } from '#contracts/faces'
import type { ProblemCode } from '#contracts/problem'
import { receiptSchema } from '#contracts/receipt'
import { bytes, done, empty, json, type Operations } from '../operation.ts'

const listOf = (schema: z.ZodType) => json(z.object({ items: z.array(schema) }))
const looking: ProblemCode[] = [
  ...(['consent_required', 'home_node_offline', 'undecodable', 'unknown_model'] as const),
  ...(['capability_missing', 'url_not_allowed', 'source_failed', 'too_large'] as const),
]

/** A picture goes as JSON says, or as a file of a form. */
const sends = (schema: z.ZodType) =>
  ({ 'application/json': schema, 'multipart/form-data': 'form' }) as const

const register = {
  says: 'Registers a subject by pictures, each answered for itself.',
  answers: [json(registeredSchema)],
  sends: sends(registerFacesSchema),
  refuses: looking,
}
const recognize = {
  says: 'Tells who is in a picture.',
  answers: [json(recognizedSchema)],
  sends: sends(recognizeFacesSchema),
  refuses: looking,
}

/** Faces: organizations, their keys, and whom they know. */
export const faceOperations: Operations = {
  'GET /orgs': {
    ...{ id: 'listOrganizations', says: 'The organizations that one is in.' },
    answers: [listOf(organizationViewSchema)],
  },
  'POST /orgs': {
    ...{ id: 'makeOrganization', says: 'Makes an organization, isolated from all others.' },
    ...{ answers: [json(organizationViewSchema, 201)], refuses: ['name_taken', 'conflict'] },
  },
  'GET /orgs/:organization': {
    ...{ id: 'getOrganization', says: 'An organization, with how much it knows.' },
    answers: [json(organizationViewSchema)],
  },
  'PATCH /orgs/:organization': {
    ...{ id: 'changeOrganization', says: 'Sets for how long examples are kept.' },
    answers: [json(organizationViewSchema)],
  },
  'DELETE /orgs/:organization': {
    ...{ id: 'eraseOrganization', says: 'Erases an organization and all its faces.' },
    answers: [json(receiptSchema)],
  },
  'GET /orgs/:organization/api-key': {
    ...{ id: 'listOrganizationKeys', says: 'The keys of an organization.' },
    answers: [listOf(organizationKeySchema)],
  },
  'POST /orgs/:organization/api-key': {
    ...{ id: 'makeOrganizationKey', says: 'Makes a key, which is told this once.' },
    ...{ answers: [json(organizationKeyMadeSchema, 201)], refuses: ['conflict'] },
  },
  'DELETE /orgs/:organization/api-key': {
    ...{ id: 'revokeOrganizationKey', says: 'Ends a key at once.', answers: [done] },
  },
  'POST /register/:organization': { id: 'registerFaces', ...register },
  'POST /recognize/:organization': { id: 'recognizeFaces', ...recognize },
  'GET /ws/recognize': {
    ...{ id: 'streamFaces', says: 'Recognizes in frame after frame, over a WebSocket.' },
    ...{ answers: [empty(101)], refuses: ['not_signed_in', 'not_found', 'bad_origin'] },
  },
  'GET /api/face/models': {
    ...{ id: 'getFaceModels', says: 'Which detectors and embedders there are.' },
    ...{ answers: [json(faceModelsSchema)], refuses: ['home_node_offline', 'capability_missing'] },
  },
  'POST /api/face/:organization/register': { id: 'registerFacesToo', ...register },
  'POST /api/face/:organization/recognize': { id: 'recognizeFacesToo', ...recognize },
  'POST /api/face/:organization/detect': {
    ...{ id: 'detectFaces', says: 'Tells where faces are, and what they look like.' },
    ...{ answers: [json(facesSeenSchema)], sends: sends(detectFacesSchema), refuses: looking },
  },
  'POST /api/face/:organization/verify': {
    ...{ id: 'verifyFaces', says: 'Tells whether two pictures show one person.' },
    answers: [json(verifiedSchema)],
    ...{ sends: sends(verifyFacesSchema), refuses: [...looking, 'no_face'] },
  },
  'POST /api/face/:organization/search': {
    ...{ id: 'searchFaces', says: 'Tells whom a descriptor resembles.' },
    ...{ answers: [json(searchedFacesSchema)], sends: sends(searchFacesSchema), refuses: looking },
  },
  'POST /api/face/:organization/group': {
    ...{ id: 'groupFaces', says: 'Puts faces together that are one person’s.' },
    ...{ answers: [json(groupedFacesSchema)], sends: sends(groupFacesSchema), refuses: looking },
  },
  'GET /api/face/:organization/subjects': {
    ...{ id: 'listSubjects', says: 'Whom an organization knows, by name.' },
    answers: [json(subjectListSchema)],
  },
  'PATCH /api/face/:organization/subjects/:subjectId': {
    ...{ id: 'renameSubject', says: 'Gives a subject another name.' },
    ...{ answers: [json(subjectViewSchema)], refuses: ['name_taken'] },
  },
  'DELETE /api/face/:organization/subjects/:subjectId': {
    ...{ id: 'eraseSubject', says: 'Erases a subject everywhere, with a signed receipt.' },
    answers: [json(receiptSchema)],
  },
  'GET /api/face/:organization/subjects/:subjectId/examples': {
    ...{ id: 'listExamples', says: 'By which faces a subject is known.' },
    answers: [listOf(exampleViewSchema)],
  },
  'GET /api/face/:organization/examples/:exampleId/picture': {
    ...{ id: 'getExamplePicture', says: 'The picture of an example.' },
    answers: [bytes('image/webp')],
  },
  'DELETE /api/face/:organization/examples/:exampleId': {
    ...{ id: 'eraseExample', says: 'Erases one example.', answers: [done] },
  },
  'GET /api/face/:organization/export': {
    ...{ id: 'exportOrganization', says: 'All that is known, one JSON value a line.' },
    answers: [bytes('application/x-ndjson')],
  },
  'GET /api/face/:organization/receipts': {
    ...{ id: 'listReceipts', says: 'The receipts of what was erased.' },
    answers: [listOf(receiptSchema)],
  },
}
