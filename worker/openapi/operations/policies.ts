import { policyViewSchema, spacePoliciesSchema } from '#contracts/policy'
import { json, type Operations } from '../operation.ts'

const ofSpace = [json(spacePoliciesSchema)]
const ofFolder = [json(policyViewSchema)]

/** How many copies there are to be, and where. */
export const policyOperations: Operations = {
  'GET /api/spaces/:spaceId/policy': {
    ...{
      id: 'readSpacePolicy',
      says: 'Which copies a space wants, and its folders.',
      answers: ofSpace,
    },
  },
  'PUT /api/spaces/:spaceId/policy': {
    ...{ id: 'setSpacePolicy', says: 'Says which copies a space wants.', answers: ofSpace },
  },
  'DELETE /api/spaces/:spaceId/policy': {
    ...{ id: 'dropSpacePolicy', says: 'Wants what the vault wants by itself.', answers: ofSpace },
  },
  'GET /api/folders/:folderId/policy': {
    ...{ id: 'readFolderPolicy', says: 'Which copies a folder wants.', answers: ofFolder },
  },
  'PUT /api/folders/:folderId/policy': {
    ...{ id: 'setFolderPolicy', says: 'Says which copies a folder wants.', answers: ofFolder },
  },
  'DELETE /api/folders/:folderId/policy': {
    ...{ id: 'dropFolderPolicy', says: 'Wants what the folder above wants.', answers: ofFolder },
  },
}
