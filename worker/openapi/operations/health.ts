import { readinessSchema, versionSchema } from '#contracts/health'
import { bytes, json, type Operations } from '../operation.ts'

/** For whatever watches the vault. */
export const healthOperations: Operations = {
  'GET /healthz': {
    id: 'checkHealth',
    says: 'That the vault lives.',
    answers: [bytes('text/plain')],
  },
  'GET /readyz': {
    ...{ id: 'checkReadiness', says: 'Whether requests can be served, and what of it stands.' },
    answers: [json(readinessSchema), json(readinessSchema, 503)],
  },
  'GET /version': {
    id: 'readVersion',
    says: 'Which version this is.',
    answers: [json(versionSchema)],
  },
}
