import {
  canvasFileSchema,
  canvasListSchema,
  canvasTilesSchema,
  canvasVersionSchema,
  canvasViewSchema,
  restoredVersionSchema,
  sentOperationsSchema,
  versionListSchema,
} from '#contracts/canvas'
import { empty, json, type Operations } from '../operation.ts'

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
  'GET /api/canvases/:canvasId/live': {
    id: 'followCanvas',
    says: 'A WebSocket that takes changes of a canvas and tells those of everybody.',
    ...{ answers: [empty(101)], refuses: ['bad_origin', 'gone', 'too_many_requests'] },
  },
  'GET /api/canvases/:canvasId/tiles': {
    ...{ id: 'showTiles', says: 'What lies on a canvas, and after which operation.' },
    ...{ answers: [json(canvasTilesSchema)], refuses: ['gone'] },
  },
  'GET /api/canvases/:canvasId/export': {
    ...{ id: 'exportCanvas', says: 'A canvas as one file, without its pictures.' },
    ...{ answers: [json(canvasFileSchema)], refuses: ['gone'] },
  },
  'POST /api/canvases/import': {
    ...{ id: 'importCanvas', says: 'Makes a new canvas of such a file.' },
    sends: { 'application/json': canvasFileSchema },
    ...{ answers: [json(canvasViewSchema, 201)], refuses: ['conflict', 'not_found', 'too_large'] },
  },
  'GET /api/canvases/:canvasId/versions': {
    ...{ id: 'listVersions', says: 'The named versions of a canvas, the latest first.' },
    ...{ answers: [json(versionListSchema)], refuses: ['gone'] },
  },
  'POST /api/canvases/:canvasId/versions': {
    ...{ id: 'keepVersion', says: 'Keeps the canvas as it is now, under a name.' },
    ...{ answers: [json(canvasVersionSchema, 201)], refuses: ['gone', 'conflict'] },
  },
  'POST /api/canvases/:canvasId/versions/:versionId/restore': {
    ...{ id: 'restoreVersion', says: 'Goes back to a version, by changes that all see.' },
    ...{ answers: [json(restoredVersionSchema)], refuses: ['gone'] },
  },
  'POST /api/canvases/:canvasId/operations': {
    ...{ id: 'sendOperations', says: 'Changes a canvas; one that comes again changes nothing.' },
    ...{ answers: [json(sentOperationsSchema)], refuses: ['gone'] },
  },
}
