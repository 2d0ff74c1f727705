import { shareListSchema, shareViewSchema } from '#contracts/shares'
import { json, type Operations } from '../operation.ts'

const share = json(shareViewSchema)

/** Links for people without an account. */
export const shareOperations: Operations = {
  'GET /api/shares': {
    id: 'listShares',
    says: 'The links that one may change.',
    answers: [json(shareListSchema)],
  },
  'POST /api/shares': {
    ...{
      id: 'makeShare',
      says: 'Makes a link with what it allows.',
      answers: [json(shareViewSchema, 201)],
    },
    refuses: ['name_taken', 'not_found'],
  },
  'PATCH /api/shares/:shareId': {
    ...{
      id: 'changeShare',
      says: 'Changes what a link allows.',
      answers: [share],
      refuses: ['name_taken'],
    },
  },
  'DELETE /api/shares/:shareId': {
    id: 'revokeShare',
    says: 'Ends a link at once.',
    answers: [share],
  },
  'POST /api/shares/:shareId/restore': {
    ...{ id: 'restoreShare', says: 'Opens a link again that was ended.', answers: [share] },
  },
}
