import { z } from 'zod'
import { type BuildMark, readMark } from './build-mark.ts'
import type { Account } from './part.ts'

const deploymentsSchema = z.object({
  deployments: z.array(
    z.object({
      versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
    }),
  ),
})
const versionSchema = z.object({
  id: z.string(),
  annotations: z.record(z.string(), z.string()).optional(),
})

/** A version that serves or served. */
export interface LiveVersion {
  id: string
  mark: BuildMark | null
}

/** The version that serves all requests, and those that did before, newest first; [] without a Worker. */
export async function readLiveVersions(
  { api, path }: Account,
  worker: string,
  limit: number,
): Promise<LiveVersion[]> {
  const script = `${path}/workers/scripts/${worker}`
  const found = await api.find(`${script}/deployments`, deploymentsSchema)
  const ids = (found?.deployments ?? []).flatMap(({ versions }) => versions[0]?.version_id ?? [])
  const versions: LiveVersion[] = []
  for (const id of [...new Set(ids)].slice(0, limit)) {
    const version = await api.find(`${script}/versions/${id}`, versionSchema)
    if (version) versions.push({ id, mark: readMark(version.annotations?.['workers/message']) })
  }
  return versions
}
