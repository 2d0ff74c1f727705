import type { VectorNamespace } from '#contracts/vectors'
import type { Deps } from '../deps.ts'
import {
  forgetGone,
  isEmptyNamespace,
  markFollowed,
  namespacesBehind,
  namespacesWithGone,
  removeEmptyNamespace,
} from './queries.ts'

/** A purged file is remembered so long: an index elsewhere may still find it for some minutes. */
const goneKeptMs = 15 * 60_000

/**
 * Has the index follow what it was not told of, some namespaces a run, and forgets purged files once it
 * has. A namespace of which nothing is left is dropped, with what the index stored.
 */
export async function sweepVectors(
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'vectorIndex'>,
): Promise<void> {
  await each(deps, await namespacesBehind(deps.db), async (namespace) => {
    await follow(deps, namespace)
  })
  const until = deps.now() - goneKeptMs
  await each(deps, await namespacesWithGone(deps.db, until), async (namespace) => {
    await forgetGone(deps.db, namespace, await follow(deps, namespace), until)
    if (!(await isEmptyNamespace(deps.db, namespace))) return
    await deps.vectorIndex.drop(namespace)
    await removeEmptyNamespace(deps.db, namespace)
    deps.log.info('vectors.dropped', { spaceId: namespace.spaceId, model: namespace.model })
  })
}

async function follow(
  { db, vectorIndex }: Pick<Deps, 'db' | 'vectorIndex'>,
  namespace: VectorNamespace,
): Promise<number> {
  const change = await vectorIndex.follow(namespace)
  await markFollowed(db, namespace, vectorIndex.kind, change)
  return change
}

/** One that fails does not keep the others from their turn. */
async function each(
  { log }: Pick<Deps, 'log'>,
  namespaces: VectorNamespace[],
  work: (namespace: VectorNamespace) => Promise<void>,
): Promise<void> {
  for (const namespace of namespaces) {
    try {
      await work(namespace)
    } catch (error) {
      log.error('vectors.sweep_failed', error, { spaceId: namespace.spaceId })
    }
  }
}
