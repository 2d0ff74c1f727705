import { z } from 'zod'
import { duplicatesSchema } from '#contracts/duplicates'
import { editViewSchema } from '#contracts/edits'
import {
  emptiedTrashSchema,
  fileDetailSchema,
  fileListSchema,
  fileViewSchema,
  uploadOutcomeSchema,
} from '#contracts/files'
import { copiedFilesSchema } from '#contracts/folders'
import { homeWaitsSchema } from '#contracts/home-waits'
import { copiesReportSchema } from '#contracts/ledger'
import { mapSchema } from '#contracts/map'
import { semanticSearchSchema } from '#contracts/models'
import { savedSearchesSchema, savedSearchSchema, searchPageSchema } from '#contracts/search'
import { changedTagsSchema, tagListSchema } from '#contracts/tags'
import { monthPageSchema, timelineSchema } from '#contracts/timeline'
import { knownFileSchema } from '#contracts/uploads'
import { done, empty, json, type Operations, original } from '../operation.ts'

const detail = json(fileDetailSchema)
const list = json(fileListSchema)
const file = json(fileViewSchema)
const uploaded = [json(uploadOutcomeSchema, 201), json(uploadOutcomeSchema)]

/** Files, and what is said and found about them. */
export const fileOperations: Operations = {
  'GET /api/files': {
    ...{
      id: 'listFiles',
      says: 'Lists files, the newest first unless another order is asked for.',
    },
    answers: [list],
  },
  'POST /api/files/upload': {
    ...{ id: 'uploadFile', says: 'Takes one file as the body, or several as a form.' },
    sends: { '*/*': 'bytes', 'multipart/form-data': 'form' },
    answers: [
      json(z.union([uploadOutcomeSchema, z.object({ items: z.array(uploadOutcomeSchema) })]), 201),
      json(uploadOutcomeSchema),
    ],
    refuses: [
      'empty_body',
      'length_required',
      'length_mismatch',
      'hash_mismatch',
      'quota_exceeded',
      'too_large',
    ],
  },
  'GET /api/files/:id': {
    id: 'readFile',
    says: 'One file with all that is known of it.',
    answers: [detail],
  },
  'GET /api/files/:id/download': {
    ...{
      id: 'downloadFile',
      says: 'The original, byte for byte, also in parts.',
      answers: original,
    },
    refuses: ['range_not_satisfiable', 'home_node_offline'],
  },
  'GET /api/files/:id/thumbnail': {
    ...{ id: 'showThumbnail', says: 'Leads to the small preview.', answers: [empty(302)] },
  },
  'DELETE /api/files/:id': { id: 'trashFile', says: 'Moves a file to the trash.', answers: [file] },
  'POST /api/files/:id/restore': {
    id: 'restoreFile',
    says: 'Takes a file from the trash.',
    answers: [file],
  },
  'POST /api/files/:id/purge': {
    ...{ id: 'purgeFile', says: 'Deletes a file of the trash for good.', answers: [done] },
    refuses: ['conflict'],
  },
  'POST /api/trash/empty': {
    ...{ id: 'emptyTrash', says: 'Deletes all that lies in the trash of a space for good.' },
    answers: [json(emptiedTrashSchema)],
  },
  'PATCH /api/files/:id': {
    ...{
      id: 'editFile',
      says: 'Writes a name, description, rating, date or place.',
      answers: [detail],
    },
    example: { rating: 5, description: 'By the lake' },
  },
  'POST /api/files/edit': {
    ...{ id: 'editFiles', says: 'Writes the same about several files.' },
    answers: [json(z.object({ edited: z.int() }))],
  },
  'PUT /api/files/:id/favorite': {
    id: 'favorFile',
    says: 'Gives a file a heart.',
    answers: [done],
  },
  'DELETE /api/files/:id/favorite': {
    id: 'unfavorFile',
    says: 'Takes the heart away.',
    answers: [done],
  },
  'POST /api/files/favorites': {
    ...{
      id: 'favorFiles',
      says: 'Gives several files a heart, or takes it away.',
      answers: [done],
    },
  },
  'POST /api/files/move': {
    ...{ id: 'moveFiles', says: 'Moves files to another folder.' },
    answers: [json(z.object({ moved: z.int() }))],
  },
  'POST /api/files/copy': {
    ...{ id: 'copyFiles', says: 'Copies files to another folder; the originals are shared.' },
    answers: [json(copiedFilesSchema, 201)],
    refuses: ['quota_exceeded'],
  },
  'PUT /api/files/:id/tags': {
    ...{ id: 'setTags', says: 'Sets the tags that people gave a file.', answers: [detail] },
    example: { tags: ['lake'] },
  },
  'PUT /api/files/:id/tags/:tag': {
    ...{
      id: 'decideTag',
      says: 'Confirms a tag, or removes it so that it stays away.',
      answers: [detail],
    },
    example: { decision: 'confirmed' },
  },
  'DELETE /api/files/:id/tags/:tag': {
    ...{ id: 'undecideTag', says: 'Takes back what was decided about a tag.', answers: [detail] },
  },
  'GET /api/files/:id/edit': {
    ...{ id: 'readEdit', says: 'By which recipe a picture is shown, and by which it was.' },
    answers: [json(editViewSchema)],
  },
  'PUT /api/files/:id/edit': {
    ...{ id: 'editPicture', says: 'Shows a picture by a recipe; the original stays as it is.' },
    ...{ answers: [json(editViewSchema)], refuses: ['unsupported_type', 'conflict'] },
  },
  'DELETE /api/files/:id/edit': {
    ...{ id: 'revertPicture', says: 'Shows a picture as its original again.' },
    answers: [json(editViewSchema)],
  },
  'POST /api/files/:id/wait': {
    ...{
      id: 'waitForOriginal',
      says: 'Asks to be told when an original that only home has can be had.',
    },
    answers: [done],
  },
  'DELETE /api/files/:id/wait': {
    ...{ id: 'endWait', says: 'Waits for an original no longer.', answers: [done] },
  },
  'GET /api/waits': {
    ...{ id: 'listWaits', says: 'The originals one waits for.', answers: [json(homeWaitsSchema)] },
  },
  'GET /api/tags': {
    id: 'listTags',
    says: 'The tags of the spaces, with counts.',
    answers: [json(tagListSchema)],
  },
  'GET /api/tags/:tag/files': {
    id: 'listFilesWithTag',
    says: 'The files that have a tag.',
    answers: [list],
  },
  'PATCH /api/tags/:tag': {
    id: 'renameTag',
    says: 'Renames a tag.',
    answers: [json(changedTagsSchema)],
  },
  'POST /api/tags/merge': {
    id: 'mergeTags',
    says: 'Makes one tag of several.',
    answers: [json(changedTagsSchema)],
  },
  'POST /api/tags/delete': {
    id: 'deleteTags',
    says: 'Deletes tags.',
    answers: [json(changedTagsSchema)],
  },
  'GET /api/timeline': {
    ...{ id: 'readTimeline', says: 'How many files each month has, by the shapes they have.' },
    answers: [json(timelineSchema), empty(304)],
  },
  'GET /api/timeline/:month': {
    ...{ id: 'readMonth', says: 'The files of one month.', answers: [json(monthPageSchema)] },
  },
  'GET /api/map': {
    id: 'readMap',
    says: 'Where files were made, in clusters.',
    answers: [json(mapSchema)],
  },
  'GET /api/map/files': {
    id: 'listPlace',
    says: 'The files of one place of the map.',
    answers: [list],
  },
  'GET /api/duplicates': {
    ...{ id: 'listDuplicates', says: 'Groups of pictures that look the same.' },
    answers: [json(duplicatesSchema)],
  },
  'PUT /api/duplicates/:groupId': {
    ...{ id: 'reviewDuplicates', says: 'Says that pictures of a group are distinct, or are not.' },
    answers: [done],
  },
  'GET /api/copies': {
    ...{
      id: 'reportCopies',
      says: 'Which copies there are, and what would be lost without one of the places.',
    },
    answers: [json(copiesReportSchema)],
  },
  'GET /api/models': {
    ...{ id: 'readSemanticSearch', says: 'Whether a model understands what is searched for.' },
    answers: [json(semanticSearchSchema)],
  },
  'GET /api/search': {
    ...{
      id: 'search',
      says: 'Searches by words, filters and likeness, and says why each file was found.',
    },
    answers: [json(searchPageSchema)],
  },
  'GET /api/search/saved': {
    ...{
      id: 'listSavedSearches',
      says: 'The searches one has saved.',
      answers: [json(savedSearchesSchema)],
    },
  },
  'POST /api/search/saved': {
    ...{ id: 'saveSearch', says: 'Saves a search, as an album that fills itself.' },
    ...{ answers: [json(savedSearchSchema, 201)], example: { name: 'Dogs', query: 'dog' } },
  },
  'PATCH /api/search/saved/:searchId': {
    ...{
      id: 'renameSavedSearch',
      says: 'Renames a saved search.',
      answers: [json(savedSearchSchema)],
    },
    example: { name: 'All dogs' },
  },
  'DELETE /api/search/saved/:searchId': {
    ...{ id: 'deleteSavedSearch', says: 'Forgets a saved search.', answers: [done] },
  },
  'GET /api/search/saved/:searchId/files': {
    ...{ id: 'listFilesOfSavedSearch', says: 'What a saved search finds now.', answers: [list] },
  },
  'OPTIONS /api/uploads': {
    ...{ id: 'describeUploads', says: 'What of tus 1.0 there is.', answers: [done] },
  },
  'POST /api/uploads': {
    ...{
      id: 'beginUpload',
      says: 'Begins an upload that can be paused and taken up again (tus 1.0).',
    },
    ...{ sends: { 'application/offset+octet-stream': 'bytes' }, answers: [empty(201)] },
    refuses: ['quota_exceeded', 'too_large', 'unsupported_version'],
  },
  'POST /api/uploads/known': {
    ...{ id: 'useKnownBytes', says: 'Makes a file of bytes that the space has already.' },
    answers: [json(knownFileSchema)],
  },
  'POST /api/uploads/from-url': {
    ...{ id: 'uploadFromUrl', says: 'Fetches a file from a web address.', answers: uploaded },
    refuses: ['url_not_allowed', 'source_failed', 'quota_exceeded', 'too_large'],
  },
  'GET /api/uploads/:uploadId': {
    ...{
      id: 'readUpload',
      says: 'How far an upload is (tus answers HEAD).',
      answers: [empty(200)],
    },
  },
  'PATCH /api/uploads/:uploadId': {
    ...{ id: 'continueUpload', says: 'Sends the next bytes of an upload.', answers: [done] },
    sends: { 'application/offset+octet-stream': 'bytes' },
    refuses: ['conflict', 'locked', 'checksum_mismatch', 'unsupported_type', 'too_large'],
  },
  'DELETE /api/uploads/:uploadId': {
    ...{ id: 'endUpload', says: 'Gives up an upload; its bytes are deleted.', answers: [done] },
  },
}
