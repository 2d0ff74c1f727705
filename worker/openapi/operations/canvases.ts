import { canvasListSchema, canvasViewSchema } from '#contracts/canvas'
import { json, type Operations } from '../operation.ts'

const canvas = json(canvasViewSchema)

/** The canvases of the studio. */
export const canvasOperations: Operations = {
  'GET /api/canvases': {
    id: 'listCanvases',
    says: 'Canvases of a space, or of all, the latest changed first.',
    answers: [json(canvasListSchema)],
  },
  'POST /api/canvases': {
    ...{ id: 'makeCanvas', says: 'Makes an empty canvas.' },
    ...{ answers: [json(canvasViewSchema, 201)], refuses: ['conflict', 'not_found'] },
  },
  'GET /api/canvases/:canvasId': {
    id: 'showCanvas',
    says: 'A canvas, without what lies on it.',
    answers: [canvas],
  },
  'PATCH /api/canvases/:canvasId': {
    ...{ id: 'renameCanvas', says: 'Gives a canvas another name.' },
    ...{ answers: [canvas], refuses: ['gone'] },
  },
  'DELETE /api/canvases/:canvasId': {
    id: 'trashCanvas',
    says: 'Puts a canvas in trash, for 30 days.',
    answers: [canvas],
  },
  'POST /api/canvases/:canvasId/restore': {
    id: 'restoreCanvas',
    says: 'Takes a canvas out of trash.',
    answers: [canvas],
  },
}
