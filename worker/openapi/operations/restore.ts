import { drillSchema } from '#contracts/drills'
import {
  finishedRestoreSchema,
  missingOriginalsSchema,
  restoredRowsSchema,
  restorePlanSchema,
  storedOriginalsSchema,
} from '#contracts/restore'
import { done, json, type Operations } from '../operation.ts'

const frames = { 'application/octet-stream': 'bytes' } as const

/** Rebuilding an empty vault from a disk, step by step, by the operator. */
export const restoreOperations: Operations = {
  'POST /api/restore': {
    ...{ id: 'beginRestore', says: 'Begins, or goes on, in a vault that holds nothing.' },
    ...{ answers: [json(restorePlanSchema)], refuses: ['conflict'] },
  },
  'POST /api/restore/rows': {
    ...{
      id: 'restoreRows',
      says: 'Writes rows of a snapshot.',
      answers: [json(restoredRowsSchema)],
    },
    refuses: ['conflict'],
  },
  'GET /api/restore/originals': {
    ...{ id: 'listMissingOriginals', says: 'Which originals are not in R2 yet.' },
    answers: [json(missingOriginalsSchema)],
  },
  'POST /api/restore/originals': {
    ...{
      id: 'restoreOriginals',
      says: 'Stores several small originals, each checked.',
      sends: frames,
    },
    answers: [json(storedOriginalsSchema)],
  },
  'PUT /api/restore/originals/:originalId': {
    ...{ id: 'restoreOriginal', says: 'Stores one original, checked by its hash.' },
    ...{ sends: frames, answers: [done], refuses: ['hash_mismatch', 'empty_body'] },
  },
  'POST /api/restore/lost': {
    ...{
      id: 'reportLostOriginals',
      says: 'Says which originals the disk does not have whole.',
      answers: [done],
    },
  },
  'POST /api/restore/finish': {
    ...{ id: 'finishRestore', says: 'Has previews made again, and opens the vault.' },
    answers: [json(finishedRestoreSchema)],
  },
  'POST /api/restore/drills': {
    ...{ id: 'recordDrill', says: 'Notes how a rehearsal of a restore went.' },
    answers: [json(drillSchema, 201)],
  },
}
