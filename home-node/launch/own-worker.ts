/**
 * Beginnings of paths below which each file of tests gets a Worker and a database of its own: what they
 * promise is about all that a vault has (the first admin, the next job of a home node, every copy,
 * counts of everything), or about a module that remembers. All other files share a Worker and keep to
 * users of their own, which takes a third of the time.
 */
export const needOwnWorker = [
  'worker/accounts/first-admin.test.ts',
  'worker/db/',
  'worker/edge-findings/',
  'worker/files/purge.test.ts',
  'worker/home-nodes/',
  'worker/images/',
  'worker/indexing/',
  'worker/jobs/',
  'worker/limits/',
  'worker/mirror/',
  'worker/models/',
  'worker/operations/',
  'worker/parity.test.ts',
  'worker/policies/',
  'worker/quota/',
  'worker/restore/',
  'worker/snapshots/',
  'worker/studio/generations/',
  'worker/testing/',
  'worker/tiering/',
  'worker/transforms/',
]
