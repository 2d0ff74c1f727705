import {
  accessRequestListSchema,
  accessRequestViewSchema,
  adminOverviewSchema,
  adminUserListSchema,
  adminUserSchema,
  importUsersResultSchema,
  inviteListSchema,
  inviteSchema,
  limitHitListSchema,
  linkSchema,
  openedSessionSchema,
} from '#contracts/admin'
import { auditListSchema } from '#contracts/audit'
import { demoOriginalSchema, demoStateSchema, demoWrittenSchema } from '#contracts/demo'
import {
  indexingFailuresSchema,
  indexingProgressSchema,
  indexingRetrySchema,
} from '#contracts/indexing'
import { copiesReportSchema } from '#contracts/ledger'
import { modelListSchema } from '#contracts/models'
import { failedJobsSchema, operationsSchema, retriedJobsSchema } from '#contracts/operations'
import { transformFiguresSchema } from '#contracts/transform-figures'
import { bytes, done, json, type Operations } from '../operation.ts'

const user = json(adminUserSchema)

/** What admins of the vault do, and the command line with the operator's token. */
export const adminOperations: Operations = {
  'GET /api/admin/overview': {
    ...{ id: 'readOverview', says: 'The vault in figures.', answers: [json(adminOverviewSchema)] },
  },
  'GET /api/admin/rate-limit-hits': {
    ...{
      id: 'listLimitHits',
      says: 'Who was refused for asking too often.',
      answers: [json(limitHitListSchema)],
    },
  },
  'GET /api/admin/users': {
    id: 'listUsers',
    says: 'The accounts and what they use.',
    answers: [json(adminUserListSchema)],
  },
  'POST /api/admin/users/import': {
    ...{ id: 'importUsers', says: 'Brings in accounts with the hashes of other programs.' },
    answers: [json(importUsersResultSchema)],
  },
  'GET /api/admin/users/:id': { id: 'readUser', says: 'One account.', answers: [user] },
  'PATCH /api/admin/users/:id': {
    ...{
      id: 'changeUser',
      says: 'Makes somebody an admin, or disables the account.',
      answers: [user],
      refuses: ['conflict'],
    },
  },
  'DELETE /api/admin/users/:id': {
    ...{
      id: 'deleteUser',
      says: 'Moves an account to the trash.',
      answers: [user],
      refuses: ['conflict'],
    },
  },
  'POST /api/admin/users/:id/restore': {
    id: 'restoreUser',
    says: 'Takes an account from the trash.',
    answers: [user],
  },
  'PUT /api/admin/users/:id/quota': {
    ...{
      id: 'setQuota',
      says: 'Sets how many bytes an account may hold.',
      answers: [user],
      example: { quotaBytes: 5e9 },
    },
  },
  'POST /api/admin/users/:id/reset-link': {
    ...{
      id: 'makeResetLink',
      says: 'A link to set a new password.',
      answers: [json(linkSchema, 201)],
    },
  },
  'POST /api/admin/users/:id/session': {
    ...{ id: 'openSessionFor', says: 'Opens a session for somebody, for the command line.' },
    answers: [json(openedSessionSchema, 201)],
  },
  'GET /api/admin/users/:id/export': {
    ...{
      id: 'exportUser',
      says: 'All that an account holds, as a zip.',
      answers: [bytes('application/zip')],
    },
  },
  'GET /api/admin/invite-codes': {
    id: 'listInvites',
    says: 'The invites.',
    answers: [json(inviteListSchema)],
  },
  'POST /api/admin/invite-codes': {
    id: 'makeInvite',
    says: 'Makes an invite.',
    answers: [json(inviteSchema, 201)],
  },
  'DELETE /api/admin/invite-codes/:id': {
    id: 'revokeInvite',
    says: 'Ends an invite.',
    answers: [done],
  },
  'GET /api/admin/access-requests': {
    ...{
      id: 'listAccessRequests',
      says: 'Who asked for an invite.',
      answers: [json(accessRequestListSchema)],
    },
  },
  'POST /api/admin/access-requests/:id/approve': {
    ...{
      id: 'approveAccessRequest',
      says: 'Makes an invite for who asked.',
      answers: [json(accessRequestViewSchema)],
    },
    refuses: ['conflict'],
  },
  'POST /api/admin/access-requests/:id/decline': {
    ...{
      id: 'declineAccessRequest',
      says: 'Declines a request.',
      answers: [json(accessRequestViewSchema)],
    },
    refuses: ['conflict'],
  },
  'GET /api/admin/audit': {
    id: 'listAudit',
    says: 'The audit log.',
    answers: [json(auditListSchema)],
  },
  'GET /api/admin/audit/export': {
    ...{
      id: 'exportAudit',
      says: 'The audit log as lines that can be checked.',
      answers: [bytes('application/x-ndjson')],
    },
  },
  'GET /api/admin/copies': {
    ...{
      id: 'reportAllCopies',
      says: 'Which copies there are in all spaces.',
      answers: [json(copiesReportSchema)],
    },
  },
  'GET /api/admin/transforms': {
    id: 'readTransformFigures',
    says: 'How changed pictures were asked for and made in the last days.',
    answers: [json(transformFiguresSchema)],
  },
  'GET /api/admin/operations': {
    id: 'readOperations',
    says: 'How the vault fares: requests and answers, work, what is kept and what is limited.',
    answers: [json(operationsSchema)],
  },
  'GET /api/admin/operations/failed-jobs': {
    id: 'listFailedJobs',
    says: 'Background work that failed for good, the latest first.',
    answers: [json(failedJobsSchema)],
  },
  'POST /api/admin/operations/failed-jobs/retry': {
    id: 'retryFailedJobs',
    says: 'Has failed work tried again: that with these ids, or as much as may wait at once.',
    answers: [json(retriedJobsSchema)],
  },
  'GET /api/admin/indexing': {
    ...{
      id: 'readIndexing',
      says: 'How far engines have looked at the files.',
      answers: [json(indexingProgressSchema)],
    },
  },
  'GET /api/admin/indexing/failures': {
    ...{ id: 'listIndexingFailures', says: 'What could not be looked at, and why.' },
    answers: [json(indexingFailuresSchema)],
  },
  'POST /api/admin/indexing/retry': {
    ...{
      id: 'retryIndexing',
      says: 'Looks at what failed again.',
      answers: [json(indexingRetrySchema)],
    },
  },
  'POST /api/admin/indexing/again': {
    id: 'indexAgain',
    says: 'Looks at all files again.',
    answers: [done],
  },
  'GET /api/admin/models': {
    id: 'listModels',
    says: 'The models, and which is chosen.',
    answers: [json(modelListSchema)],
  },
  'POST /api/admin/models/:id/:action': {
    ...{
      id: 'changeModel',
      says: 'Fetches, checks or chooses a model.',
      answers: [json(modelListSchema)],
    },
    refuses: ['conflict', 'home_node_offline'],
  },
  'GET /api/demo': {
    id: 'readDemo',
    says: 'How much of a demo library is written.',
    answers: [json(demoStateSchema)],
  },
  'POST /api/demo': {
    ...{
      id: 'writeDemo',
      says: 'Writes a group of demo files.',
      sends: { 'application/octet-stream': 'bytes' },
    },
    answers: [json(demoWrittenSchema)],
  },
  'POST /api/demo/originals': {
    ...{ id: 'writeDemoOriginal', says: 'Writes an original of the demo library.' },
    ...{ sends: { 'application/octet-stream': 'bytes' }, answers: [json(demoOriginalSchema)] },
  },
}
