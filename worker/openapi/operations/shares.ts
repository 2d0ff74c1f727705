import { z } from 'zod'
import { dropListSchema, droppedFileSchema, dropViewSchema } from '#contracts/drops'
import { shareListSchema, shareViewSchema } from '#contracts/shares'
import { signedAddressSchema } from '#contracts/signing'
import { bytes, empty, json, type Operation, type Operations } from '../operation.ts'

const share = json(shareViewSchema)
const drop = json(dropViewSchema)
const page = [bytes('text/html')]
const visit = { answers: page, refuses: ['gone', 'not_found'] } satisfies Partial<Operation>

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
  'GET /api/drops': {
    id: 'listDrops',
    says: 'The drop links that one may change: guests put files into a folder by them.',
    answers: [json(dropListSchema)],
  },
  'POST /api/drops': {
    ...{ id: 'makeDrop', says: 'Makes a drop link to a folder.' },
    ...{ answers: [json(dropViewSchema, 201)], refuses: ['not_found', 'conflict'] },
  },
  'PATCH /api/drops/:dropId': {
    ...{ id: 'changeDrop', says: 'Changes what a drop link takes.', answers: [drop] },
  },
  'DELETE /api/drops/:dropId': {
    ...{ id: 'revokeDrop', says: 'Ends a drop link at once.', answers: [drop] },
  },
  'POST /api/drops/:dropId/restore': {
    ...{ id: 'restoreDrop', says: 'Opens a drop link again that was ended.', answers: [drop] },
  },
  'GET /s/d/:slug': {
    ...{ id: 'visitDrop', says: 'The page of a drop link, or its door.', ...visit },
  },
  'POST /s/d/:slug': {
    ...{ id: 'enterDrop', says: 'Says who one is, with the password if there is one.' },
    sends: {
      'application/x-www-form-urlencoded': z.object({
        name: z.string(),
        password: z.string().optional(),
      }),
    },
    ...{ answers: [empty(303)], refuses: ['gone', 'not_found', 'forbidden'] },
  },
  'POST /s/d/:slug/files': {
    ...{ id: 'dropFile', says: 'Sends a file by a drop link, for who has entered it.' },
    sends: { 'application/octet-stream': 'bytes', 'multipart/form-data': 'form' },
    answers: [json(droppedFileSchema, 201), empty(303)],
    refuses: [
      ...(['gone', 'not_found', 'forbidden', 'empty_body', 'length_required'] as const),
      ...(['too_large', 'unsupported_type', 'quota_exceeded', 'length_mismatch'] as const),
      ...(['hash_mismatch', 'try_again'] as const),
    ],
  },
  'POST /s/d/:slug/files/:id/take-back': {
    ...{ id: 'takeBackDropped', says: 'Takes back what one sent within ten minutes.' },
    ...{ answers: [empty(303)], refuses: ['gone', 'not_found', 'forbidden'] },
  },
  'GET /s/:slug': { id: 'visitShare', says: 'The page behind a link, or its door.', ...visit },
  'POST /s/:slug': {
    ...{ id: 'openShare', says: 'Opens the door of a link by password, or uses one of its views.' },
    sends: { 'application/x-www-form-urlencoded': z.object({ password: z.string().optional() }) },
    ...{ answers: [empty(303)], refuses: ['gone', 'not_found', 'forbidden'] },
  },
  'GET /s/:slug/cover': {
    ...{ id: 'showShareCover', says: 'The picture that stands for a link in messages.' },
    ...{ answers: [bytes('image/*')], refuses: ['not_found'] },
  },
  'GET /s/:slug/embed': { id: 'embedShare', says: 'The page, to stand in another one.', ...visit },
  'GET /s/:slug/:place': { id: 'visitShareFolder', says: 'A folder of the page.', ...visit },
  'GET /s/:slug/:place/:page': { id: 'visitSharePage', says: 'A further page of it.', ...visit },
  'POST /api/files/:id/sign': {
    ...{ id: 'signFile', says: 'An address of one file for anybody who has it, for a while.' },
    ...{ answers: [json(signedAddressSchema, 201)], refuses: ['conflict'] },
  },
  'GET /m/o/*': {
    ...{ id: 'showSignedOriginal', says: 'An original, signed.' },
    answers: [bytes('*/*'), bytes('*/*', 206)],
    refuses: ['bad_signature', 'gone', 'range_not_satisfiable', 'home_node_offline'],
  },
  'GET /s/p/*': {
    ...{ id: 'showSharedPicture', says: 'A picture, an original or the zip of a link, signed.' },
    answers: [bytes('*/*'), empty(304)],
    refuses: ['bad_signature', 'gone', 'not_found', 'home_node_offline'],
  },
}
