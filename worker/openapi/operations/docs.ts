import { z } from 'zod'
import { bytes, json, type Operations } from '../operation.ts'

export const docsOperations: Operations = {
  'GET /api/openapi.json': {
    ...{ id: 'readApiDocument', says: 'This document.' },
    answers: [json(z.record(z.string(), z.unknown()))],
  },
  'GET /api/docs': {
    id: 'docsPage',
    says: 'The page that shows it.',
    answers: [bytes('text/html')],
  },
}
