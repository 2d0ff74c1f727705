import type { JobName } from '#contracts/jobs'

/** Who runs a job. */
export const runnerOf: Record<JobName, 'edge' | 'home'> = {
  'ingest-file': 'home',
  'index-file': 'home',
  'find-faces': 'home',
  'render-edit': 'edge',
  'caption-file': 'edge',
  'make-transform': 'edge',
  'verify-original': 'edge',
}
