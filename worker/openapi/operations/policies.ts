import { homeWaitsSchema } from '#contracts/home-waits'
import { policyViewSchema, spacePoliciesSchema } from '#contracts/policy'
import { empty, json, type Operations } from '../operation.ts'

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
  'POST /api/files/:id/wait': {
    ...{
      id: 'waitForHome',
      says: 'Asks to be told when an original that lies at home alone can be had again.',
      answers: [empty(204)],
    },
  },
  'DELETE /api/files/:id/wait': {
    ...{ id: 'endWait', says: 'Waits no more, or has read the notice.', answers: [empty(204)] },
  },
  'GET /api/waits': {
    ...{ id: 'listWaits', says: 'What one waits for.', answers: [json(homeWaitsSchema)] },
  },
  'POST /api/admin/copies/removals': {
    ...{
      id: 'allowRemovals',
      says: 'Lets go on what a home node holds back because more was purged than is usual.',
      answers: [empty(204)],
    },
  },
}
