import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError } from '../errors.ts'
import { validate } from '../http/validate.ts'
import { requireImage } from '../image-api/find-image.ts'
import { byUser, limit, requireLimit } from '../limits/limit.ts'
import type { Entry } from './draft.ts'
import { explainTransform, openTransform, prepareTransform } from './open-transform.ts'
import { parseDraft } from './parse-draft.ts'
import { parseFlag } from './parse-values.ts'
import { foreverSeconds, transformResponse } from './transform-response.ts'

/** Longest query or chain: twenty steps with all that can be said of them are well below. */
const maxGrammarChars = 6_000

const imageParam = validate('param', z.object({ id: fileIdSchema }))

/** Pictures made of pictures, in the grammar of queries. */
export const transformRoutes = new Hono<AppEnv>().get(
  '/:id/transform',
  requireActor('read'),
  limit('image-api', byUser),
  imageParam,
  async (c) => {
    const { deps, actor } = c.var
    const file = await requireImage(deps, actor, c.req.valid('param').id)
    const { entries, explain, download } = splitQuery(new URL(c.req.url).search)
    const draft = parseDraft(entries)
    const accept = c.req.header('Accept') ?? ''
    const wanted = await prepareTransform(deps, actor, file, draft, accept)
    if (explain) return c.json(await explainTransform(deps, draft, wanted), 200)
    const opened = await openTransform(deps, wanted, () => countMaking(c))
    return transformResponse(opened, {
      head: c.req.method === 'HEAD',
      downloadAs: download ? file.name : null,
      varies: draft.output.format === 'auto',
      maxAgeSeconds: foreverSeconds,
      ifNoneMatch: c.req.header('If-None-Match') ?? null,
    })
  },
)

async function countMaking(c: Context<AppEnv>): Promise<void> {
  await requireLimit(c, 'transform', byUser(c))
}

/** What is said of the answer, apart from what is said of the picture. */
function splitQuery(search: string): { entries: Entry[]; explain: boolean; download: boolean } {
  if (search.length > maxGrammarChars) {
    const detail = `A query has at most ${maxGrammarChars} characters.`
    throw new AppError('validation_failed', detail)
  }
  const entries = [...new URLSearchParams(search)]
  const isSet = (name: string) =>
    entries.some(([key, value]) => key === name && parseFlag(name, value))
  return {
    entries: entries.filter(([name]) => name !== 'explain' && name !== 'download'),
    explain: isSet('explain'),
    download: isSet('download'),
  }
}
