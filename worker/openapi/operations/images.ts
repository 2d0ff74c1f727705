import { imageDetailSchema, imageListSchema, uploadedImageSchema } from '#contracts/images'
import { queuedTransformSchema, transformLinkSchema } from '#contracts/transforms'
import { bytes, done, empty, json, type Operations, original } from '../operation.ts'

const picture = [bytes('image/*'), empty(304), json(queuedTransformSchema, 202)]
const shownPicture = [bytes('image/*'), empty(304)]

/** The image API, and addresses that pictures are at. */
export const imageOperations: Operations = {
  'POST /api/images': {
    ...{ id: 'uploadImage', says: 'Takes a picture as the body or in a form.' },
    sends: { 'image/*': 'bytes', 'multipart/form-data': 'form' },
    answers: [json(uploadedImageSchema, 201)],
    refuses: ['empty_body', 'unsupported_type', 'undecodable', 'quota_exceeded', 'too_large'],
  },
  'GET /api/images': {
    id: 'listImages',
    says: 'Lists pictures by page or cursor.',
    answers: [json(imageListSchema)],
  },
  'GET /api/images/:id': {
    id: 'readImage',
    says: 'One picture with its metadata.',
    answers: [json(imageDetailSchema)],
  },
  'GET /api/images/:id/download': {
    ...{ id: 'downloadImage', says: 'The original.', answers: original },
    refuses: ['range_not_satisfiable', 'home_node_offline'],
  },
  'DELETE /api/images/:id': {
    id: 'deleteImage',
    says: 'Moves a picture to the trash.',
    answers: [done],
  },
  'GET /api/images/:id/transform': {
    ...{
      id: 'transformImage',
      says: 'The picture as a recipe in the query makes it.',
      answers: picture,
    },
    refuses: ['undecodable', 'too_large', 'home_node_offline', 'capability_missing'],
  },
  'GET /api/images/:id/transform/jobs/:job': {
    id: 'readQueuedTransform',
    says: 'How the making of a picture goes that was not waited for.',
    answers: [json(queuedTransformSchema)],
  },
  'POST /api/images/:id/transform': {
    ...{ id: 'keepTransform', says: 'Keeps a changed picture as a file of its own.' },
    answers: [json(uploadedImageSchema, 201)],
    refuses: ['undecodable', 'too_large', 'quota_exceeded', 'home_node_offline'],
  },
  'POST /api/images/:id/transform/link': {
    ...{ id: 'signTransform', says: 'A signed address of a changed picture, for anybody.' },
    ...{ answers: [json(transformLinkSchema, 201)], example: { query: 'resize=640x' } },
  },
  'GET /t/*': {
    ...{
      id: 'transformByPath',
      says: 'A changed picture by an address without a query.',
      answers: picture,
    },
    refuses: ['undecodable', 'too_large', 'home_node_offline', 'capability_missing'],
  },
  'GET /t/s/*': {
    ...{
      id: 'showSignedTransform',
      says: 'A changed picture at a signed address.',
      answers: shownPicture,
    },
    refuses: ['bad_signature', 'home_node_offline'],
  },
  'GET /m/*': {
    ...{ id: 'showRendition', says: 'A preview at a signed address.', answers: shownPicture },
    refuses: ['bad_signature'],
  },
  'GET /p/:publicId': {
    ...{
      id: 'showPublicFile',
      says: 'A file that was made public.',
      answers: [...original, empty(304)],
    },
  },
  'GET /p/:publicId/:rendition': {
    ...{
      id: 'showPublicPreview',
      says: 'A preview of a file that was made public.',
      answers: shownPicture,
    },
  },
}
