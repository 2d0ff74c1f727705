import { Hono } from 'hono'
import { type StudioProviders, varyPromptSchema } from '#contracts/generations'
import { pageQuerySchema } from '#contracts/paging'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { readBudget } from './budget/budget.ts'
import { favoritesOf } from './favorites/favorites.ts'
import type { StudioEngines } from './providers/registry.ts'
import { varyPrompt } from './providers/vary-prompt.ts'

/** What the studio can do here, and what it may still spend today. */
export const studioRoutes = new Hono<AppEnv>()
  .get('/providers', requireUser, (c) => c.json(toProviders(c.var.deps.studio()), 200))
  .get('/budget', requireUser, async (c) =>
    c.json(await readBudget(c.var.deps, c.var.actor.userId), 200),
  )
  .get('/favorites', requireUser, validate('query', pageQuerySchema), async (c) =>
    c.json(await favoritesOf(c.var.deps, c.var.actor, c.req.valid('query')), 200),
  )
  .post('/variations', requireUser, validate('json', varyPromptSchema), async (c) => {
    const prompts = await varyPrompt(c.var.deps, c.req.valid('json'), c.req.raw.signal)
    return c.json({ prompts }, 200)
  })

function toProviders({ generators, writer }: StudioEngines): StudioProviders {
  return {
    models: generators.flatMap(({ models }) =>
      models.map(({ referenceMaxSide: _, ...model }) => model),
    ),
    promptWriter: writer?.label ?? null,
    howToAdd:
      generators.length > 0
        ? null
        : 'To make pictures, the operator sets OPENAI_API_KEY, OPENAI_BASE_URL (a server of your own, too) or FAL_KEY.',
  }
}
