import { z } from 'zod'
import { apiKeyListSchema, apiKeyMadeSchema } from '#contracts/api-keys'
import { auditListSchema } from '#contracts/audit'
import { consentListSchema } from '#contracts/consent'
import {
  folderCardListSchema,
  folderDetailSchema,
  folderListSchema,
  folderViewSchema,
  grantViewSchema,
  sharedFolderListSchema,
} from '#contracts/folders'
import { labelSetSchema } from '#contracts/labels'
import {
  memberListSchema,
  memberViewSchema,
  spaceListSchema,
  spaceViewSchema,
} from '#contracts/spaces'
import { presetListSchema, presetViewSchema } from '#contracts/transforms'
import {
  replayedWebhookSchema,
  webhookDeliveryListSchema,
  webhookDeliveryViewSchema,
  webhookListSchema,
  webhookMadeSchema,
  webhookViewSchema,
} from '#contracts/webhooks'
import { bytes, done, empty, json, type Operations } from '../operation.ts'

const purgedFolder = z.object({
  purged: z.int(),
  freedBytes: z.int(),
  /** False: there is more; ask again. */
  isDone: z.boolean(),
})
const folder = json(folderViewSchema)
const space = json(spaceViewSchema)
const hook = '/api/spaces/:spaceId/webhooks/:webhookId'

/** Folders, and the spaces that they are in. */
export const spaceOperations: Operations = {
  'GET /api/folders': {
    id: 'listFolders',
    says: 'Lists folders and albums.',
    answers: [json(folderListSchema)],
  },
  'POST /api/folders': {
    ...{
      id: 'makeFolder',
      says: 'Makes a folder or an album.',
      answers: [json(folderViewSchema, 201)],
    },
    ...{ example: { name: 'Summer' }, refuses: ['name_taken'] },
  },
  'GET /api/folders/cards': {
    ...{ id: 'readFolderCards', says: 'Covers and counts of several folders.' },
    answers: [json(folderCardListSchema)],
  },
  'GET /api/folders/:folderId': {
    ...{
      id: 'readFolder',
      says: 'One folder with its way from the top.',
      answers: [json(folderDetailSchema)],
    },
  },
  'PATCH /api/folders/:folderId': {
    ...{
      id: 'changeFolder',
      says: 'Renames or moves a folder, or chooses its cover.',
      answers: [folder],
    },
    ...{ example: { name: 'Winter' }, refuses: ['name_taken', 'conflict'] },
  },
  'DELETE /api/folders/:folderId': {
    id: 'trashFolder',
    says: 'Moves a folder to the trash.',
    answers: [folder],
  },
  'POST /api/folders/:folderId/restore': {
    ...{ id: 'restoreFolder', says: 'Takes a folder from the trash.', answers: [folder] },
  },
  'POST /api/folders/:folderId/purge': {
    ...{ id: 'purgeFolder', says: 'Deletes a folder of the trash, and what is in it, for good.' },
    ...{ answers: [json(purgedFolder)], refuses: ['conflict'] },
  },
  'PUT /api/folders/:folderId/files': {
    ...{ id: 'changeAlbum', says: 'Adds files to an album, or takes them out.', answers: [done] },
  },
  'GET /api/folders/:folderId/grants': {
    ...{ id: 'listGrants', says: 'With whom a folder is shared.' },
    answers: [json(z.object({ items: z.array(grantViewSchema) }))],
  },
  'POST /api/folders/:folderId/grants': {
    ...{ id: 'shareFolder', says: 'Shares a folder with somebody, to view or to edit.' },
    answers: [json(grantViewSchema, 201)],
  },
  'PATCH /api/folders/:folderId/grants/:grantId': {
    ...{
      id: 'changeGrant',
      says: 'Changes what somebody may do in a folder.',
      answers: [json(grantViewSchema)],
    },
  },
  'DELETE /api/folders/:folderId/grants/:grantId': {
    ...{ id: 'endGrant', says: 'Shares a folder with somebody no longer.', answers: [done] },
  },
  'GET /api/shared-with-me': {
    ...{ id: 'listSharedWithMe', says: 'The folders that others share with one.' },
    answers: [json(sharedFolderListSchema)],
  },
  'GET /api/folders/:folderId/live': {
    ...{
      id: 'followFolder',
      says: 'A WebSocket that tells what changes in a folder.',
      answers: [empty(101)],
    },
    refuses: ['validation_failed'],
  },
  'GET /api/spaces': {
    id: 'listSpaces',
    says: 'The spaces one is a member of.',
    answers: [json(spaceListSchema)],
  },
  'POST /api/spaces': {
    ...{
      id: 'makeSpace',
      says: 'Makes a shared space or an organization.',
      answers: [json(spaceViewSchema, 201)],
    },
  },
  'GET /api/spaces/:spaceId': { id: 'readSpace', says: 'One space.', answers: [space] },
  'GET /api/spaces/:spaceId/export': {
    ...{
      id: 'exportSpace',
      says: 'All that is in a space, as a zip.',
      answers: [bytes('application/zip')],
    },
  },
  'PATCH /api/spaces/:spaceId': {
    ...{ id: 'renameSpace', says: 'Renames a space.', answers: [space], example: { name: 'Ours' } },
  },
  'DELETE /api/spaces/:spaceId': {
    ...{
      id: 'trashSpace',
      says: 'Moves a space to the trash.',
      answers: [space],
      refuses: ['conflict'],
    },
  },
  'POST /api/spaces/:spaceId/restore': {
    ...{ id: 'restoreSpace', says: 'Takes a space from the trash.', answers: [space] },
  },
  'POST /api/spaces/:spaceId/transfer': {
    ...{ id: 'transferSpace', says: 'Gives a space to another member.', answers: [space] },
    refuses: ['conflict', 'quota_exceeded'],
  },
  'GET /api/spaces/:spaceId/members': {
    ...{ id: 'listMembers', says: 'Who is in a space.', answers: [json(memberListSchema)] },
  },
  'POST /api/spaces/:spaceId/members': {
    ...{
      id: 'addMember',
      says: 'Adds somebody by user name.',
      answers: [json(memberViewSchema, 201)],
    },
  },
  'PATCH /api/spaces/:spaceId/members/:userId': {
    ...{
      id: 'changeRole',
      says: 'Changes what a member may do.',
      answers: [json(memberViewSchema)],
    },
    refuses: ['conflict'],
  },
  'DELETE /api/spaces/:spaceId/members/:userId': {
    ...{
      id: 'removeMember',
      says: 'Removes a member, or leaves.',
      answers: [done],
      refuses: ['conflict'],
    },
  },
  'GET /api/spaces/:spaceId/live': {
    ...{
      id: 'followSpace',
      says: 'A WebSocket that tells what changes in a space.',
      answers: [empty(101)],
    },
    refuses: ['validation_failed'],
  },
  'GET /api/spaces/:spaceId/presets': {
    ...{
      id: 'listPresets',
      says: 'The named recipes of a space.',
      answers: [json(presetListSchema)],
    },
  },
  'PUT /api/spaces/:spaceId/presets/:name': {
    ...{ id: 'namePreset', says: 'Gives a recipe a name.', answers: [json(presetViewSchema)] },
    example: { query: 'resize=640x&format=webp' },
  },
  'DELETE /api/spaces/:spaceId/presets/:name': {
    ...{ id: 'removePreset', says: 'Forgets a named recipe.', answers: [done] },
  },
  'GET /api/spaces/:spaceId/labels': {
    ...{
      id: 'readLabels',
      says: 'What engines look for in a space.',
      answers: [json(labelSetSchema)],
    },
  },
  'PUT /api/spaces/:spaceId/labels': {
    ...{
      id: 'changeLabels',
      says: 'Changes what engines look for.',
      answers: [json(labelSetSchema)],
    },
    example: { version: 0, removed: [], added: [], questions: [] },
    refuses: ['conflict'],
  },
  'GET /api/spaces/:spaceId/face-consent': {
    ...{ id: 'readFaceConsent', says: 'Whether faces are looked for, and who agreed to it.' },
    answers: [json(consentListSchema)],
  },
  'PUT /api/spaces/:spaceId/face-consent': {
    ...{
      id: 'recordFaceConsent',
      says: 'Records what was agreed to, and looks for faces from then on.',
    },
    answers: [json(consentListSchema)],
  },
  'DELETE /api/spaces/:spaceId/face-consent': {
    ...{
      id: 'withdrawFaceConsent',
      says: 'Looks for no faces any more.',
      answers: [json(consentListSchema)],
    },
  },
  'GET /api/spaces/:spaceId/keys': {
    ...{
      id: 'listApiKeys',
      says: 'The keys of a space, without what they open.',
      answers: [json(apiKeyListSchema)],
    },
  },
  'POST /api/spaces/:spaceId/keys': {
    ...{
      id: 'makeApiKey',
      says: 'Makes a key, which is shown this once.',
      answers: [json(apiKeyMadeSchema, 201)],
    },
    example: { name: 'Printer', scopes: ['read'], expiresInDays: null },
  },
  'DELETE /api/spaces/:spaceId/keys/:keyId': {
    id: 'revokeApiKey',
    says: 'Ends a key.',
    answers: [done],
  },
  'GET /api/spaces/:spaceId/audit': {
    ...{
      id: 'listSpaceAudit',
      says: 'What was done in a space.',
      answers: [json(auditListSchema)],
    },
  },
  'GET /api/spaces/:spaceId/webhooks': {
    ...{ id: 'listWebhooks', says: 'The webhooks of a space.', answers: [json(webhookListSchema)] },
  },
  'POST /api/spaces/:spaceId/webhooks': {
    ...{ id: 'makeWebhook', says: 'Makes a webhook, whose secret is shown this once.' },
    ...{ answers: [json(webhookMadeSchema, 201)], refuses: ['url_not_allowed'] },
  },
  [`PATCH ${hook}`]: {
    ...{
      id: 'changeWebhook',
      says: 'Changes or pauses a webhook.',
      answers: [json(webhookViewSchema)],
    },
    refuses: ['url_not_allowed'],
  },
  [`DELETE ${hook}`]: { id: 'deleteWebhook', says: 'Deletes a webhook.', answers: [done] },
  [`POST ${hook}/test`]: {
    ...{ id: 'testWebhook', says: 'Sends a test and answers how it went.' },
    answers: [json(webhookDeliveryViewSchema)],
  },
  [`POST ${hook}/secret`]: {
    ...{
      id: 'renewWebhookSecret',
      says: 'A new secret; the old one ends.',
      answers: [json(webhookMadeSchema)],
    },
  },
  [`GET ${hook}/deliveries`]: {
    ...{
      id: 'listDeliveries',
      says: 'What a webhook was sent.',
      answers: [json(webhookDeliveryListSchema)],
    },
  },
  [`POST ${hook}/deliveries/:deliveryId/replay`]: {
    ...{
      id: 'replayDelivery',
      says: 'Sends a delivery again.',
      answers: [json(webhookDeliveryViewSchema)],
    },
  },
  [`POST ${hook}/replay`]: {
    ...{ id: 'replayFailedDeliveries', says: 'Sends again what failed since a time.' },
    answers: [json(replayedWebhookSchema)],
  },
}
