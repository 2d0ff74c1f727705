import { activityListSchema } from '#contracts/activity'
import { commentViewSchema, remarksSchema } from '#contracts/remarks'
import { done, json, type Operations } from '../operation.ts'

/** What people say about files, and what they do. */
export const remarkOperations: Operations = {
  'GET /api/activity': {
    id: 'readActivity',
    says: 'What happened in a space or a folder, the latest first.',
    answers: [json(activityListSchema)],
    refuses: ['not_found'],
  },
  'GET /api/files/:id/remarks': {
    id: 'readRemarks',
    says: 'The comments on a file, the latest first, and who likes it.',
    answers: [json(remarksSchema)],
  },
  'POST /api/files/:id/comments': {
    id: 'writeComment',
    says: 'Writes about a file, for all who may see it.',
    answers: [json(commentViewSchema, 201)],
  },
  'PATCH /api/files/:id/comments/:commentId': {
    id: 'changeComment',
    says: 'Changes one’s own comment.',
    answers: [json(commentViewSchema)],
  },
  'DELETE /api/files/:id/comments/:commentId': {
    id: 'deleteComment',
    says: 'Takes a comment away: one’s own, or as an admin of the space any.',
    answers: [done],
  },
  'PUT /api/files/:id/heart': {
    ...{ id: 'giveHeart', says: 'Says to all who see a file that one likes it.' },
    answers: [done],
  },
  'DELETE /api/files/:id/heart': {
    ...{ id: 'takeHeart', says: 'Takes one’s heart back.' },
    answers: [done],
  },
}
