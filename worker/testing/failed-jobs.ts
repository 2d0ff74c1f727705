import { eq } from 'drizzle-orm'
import { jobs } from '../db/schema/jobs.ts'
import { aUser, testDeps } from './harness.ts'
import { jpegLike } from './pictures.ts'

/** Uploads pictures of a new user and ends their work as failed; answers the ids of the jobs. */
export async function failSomeJobs(count: number): Promise<string[]> {
  const user = await aUser()
  for (let index = 0; index < count; index++) await user.upload(jpegLike(`failed ${index}`))
  const deps = testDeps()
  const failed = await deps.db
    .update(jobs)
    .set({ state: 'failed', attempts: 5, note: 'It broke.', finishedAt: deps.now() })
    .where(eq(jobs.spaceId, user.spaceId))
    .returning({ id: jobs.id })
  return failed.map(({ id }) => id)
}
