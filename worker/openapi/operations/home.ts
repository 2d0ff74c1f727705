import { facesSeenSchema } from '#contracts/faces'
import { indexResultSchema } from '#contracts/found'
import {
  changesResponseSchema,
  copyAcksResponseSchema,
  copyAcksSchema,
  diskReportSchema,
  enrolRequestSchema,
  enrolResponseSchema,
  originalBatchSchema,
  renditionBatchSchema,
  vaultStatusSchema,
  writingsRequestSchema,
  writingsResponseSchema,
} from '#contracts/home-node'
import { diskReportAnswerSchema } from '#contracts/home-report'
import {
  ingestResultSchema,
  jobFailureSchema,
  leaseRequestSchema,
  leaseResponseSchema,
} from '#contracts/jobs'
import { libraryPageSchema, libraryRequestSchema } from '#contracts/library'
import { snapshotHeadSchema } from '#contracts/snapshots'
import { bytes, done, empty, json, type Operations } from '../operation.ts'

const frames = bytes('application/octet-stream')

/** What a home node asks the Worker, each request signed by its key. */
export const homeOperations: Operations = {
  'POST /api/home/enrol': {
    ...{
      id: 'joinHomeNode',
      says: 'Joins a home node with its code.',
      answers: [json(enrolResponseSchema, 201)],
    },
    sends: { 'application/json': enrolRequestSchema },
    refuses: ['bad_signature', 'not_found', 'conflict'],
  },
  'PUT /api/home/disks': {
    ...{
      id: 'reportDisks',
      says: 'Reports the disks.',
      sends: { 'application/json': diskReportSchema },
      answers: [json(diskReportAnswerSchema)],
    },
  },
  'GET /api/home/wake': {
    ...{ id: 'waitForWake', says: 'A WebSocket that wakes the home node.', answers: [empty(101)] },
  },
  'GET /api/home/changes': {
    ...{
      id: 'readChanges',
      says: 'The change feed after a number.',
      answers: [json(changesResponseSchema)],
    },
  },
  'GET /api/home/originals/:originalId': {
    ...{
      id: 'fetchOriginal',
      says: 'An original to copy, also in parts.',
      answers: [bytes('*/*'), bytes('*/*', 206)],
    },
    refuses: ['range_not_satisfiable'],
  },
  'POST /api/home/originals/batch': {
    ...{ id: 'fetchOriginals', says: 'Several small originals as frames.', answers: [frames] },
    sends: { 'application/json': originalBatchSchema },
  },
  'POST /api/home/copies': {
    ...{
      id: 'acknowledgeCopies',
      says: 'Says which copies lie on disks.',
      answers: [json(copyAcksResponseSchema)],
    },
    sends: { 'application/json': copyAcksSchema },
  },
  'GET /api/home/snapshot': {
    ...{
      id: 'readSnapshotHead',
      says: 'Which tables a snapshot has.',
      answers: [json(snapshotHeadSchema)],
    },
  },
  'GET /api/home/snapshot/:table': {
    ...{ id: 'readSnapshotPage', says: 'Sealed rows of a table.', answers: [frames] },
  },
  'POST /api/home/writings': {
    ...{ id: 'readWritings', says: 'What people wrote about files, for their sidecars.' },
    ...{
      sends: { 'application/json': writingsRequestSchema },
      answers: [json(writingsResponseSchema)],
    },
  },
  'GET /api/home/library': {
    ...{ id: 'readLibrary', says: 'All files as disks show them, a page at a time.' },
    answers: [json(libraryPageSchema)],
  },
  'POST /api/home/library': {
    ...{ id: 'readLibraryFiles', says: 'Certain files as disks show them.' },
    ...{
      sends: { 'application/json': libraryRequestSchema },
      answers: [json(libraryPageSchema)],
    },
  },
  'GET /api/home/status': {
    ...{
      id: 'readVaultStatus',
      says: 'The vault as the command line tells it.',
      answers: [json(vaultStatusSchema)],
    },
  },
  'POST /api/home/jobs/lease': {
    ...{ id: 'leaseJobs', says: 'Takes jobs for a while.', answers: [json(leaseResponseSchema)] },
    sends: { 'application/json': leaseRequestSchema },
  },
  'POST /api/home/jobs/:id/done': {
    ...{
      id: 'finishJob',
      says: 'Reports what was made of a file, with its previews as frames.',
      answers: [done],
    },
    sends: { 'application/octet-stream': 'bytes', 'application/json': ingestResultSchema },
    refuses: ['conflict'],
  },
  'POST /api/home/jobs/:id/failed': {
    ...{
      id: 'failJob',
      says: 'Reports that a job failed, and whether trying again may help.',
      answers: [done],
    },
    sends: { 'application/json': jobFailureSchema },
  },
  'POST /api/home/jobs/:id/found': {
    ...{ id: 'reportFindings', says: 'Reports what engines found in a file.', answers: [done] },
    sends: { 'application/json': indexResultSchema },
    refuses: ['conflict'],
  },
  'POST /api/home/jobs/:id/faces': {
    ...{ id: 'reportFaces', says: 'Reports the faces in a file.', answers: [done] },
    sends: { 'application/json': facesSeenSchema },
    refuses: ['conflict'],
  },
  'POST /api/home/renditions/batch': {
    ...{ id: 'fetchRenditions', says: 'Previews of several files as frames.', answers: [frames] },
    sends: { 'application/json': renditionBatchSchema },
  },
}
