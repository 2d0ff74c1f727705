import { Hono } from 'hono'
import { z } from 'zod'
import { spaceIdSchema, webhookDeliveryIdSchema, webhookIdSchema } from '#contracts/ids'
import { pageQuerySchema } from '#contracts/paging'
import { changeWebhookSchema, makeWebhookSchema, replayWebhookSchema } from '#contracts/webhooks'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import {
  changeSecret,
  changeWebhook,
  makeWebhook,
  removeWebhook,
  webhooksOf,
} from './change-webhooks.ts'
import { deliveriesOf, replayDelivery, replayFailed, sendTest } from './deliveries.ts'

const spaceParam = z.object({ spaceId: spaceIdSchema })
const webhookParam = spaceParam.extend({ webhookId: webhookIdSchema })
const deliveryParam = webhookParam.extend({ deliveryId: webhookDeliveryIdSchema })

/** Webhooks of a space, for its admins; for people only, as its keys are. */
export const webhookRoutes = new Hono<AppEnv>()
  .get('/:spaceId/webhooks', requireUser, validate('param', spaceParam), async (c) => {
    const { deps, actor } = c.var
    return c.json({ items: await webhooksOf(deps, actor, c.req.valid('param').spaceId) }, 200)
  })
  .post(
    '/:spaceId/webhooks',
    requireUser,
    validate('param', spaceParam),
    validate('json', makeWebhookSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId } = c.req.valid('param')
      return c.json(await makeWebhook(deps, actor, spaceId, c.req.valid('json')), 201)
    },
  )
  .patch(
    '/:spaceId/webhooks/:webhookId',
    requireUser,
    validate('param', webhookParam),
    validate('json', changeWebhookSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId, webhookId } = c.req.valid('param')
      return c.json(await changeWebhook(deps, actor, spaceId, webhookId, c.req.valid('json')), 200)
    },
  )
  .delete(
    '/:spaceId/webhooks/:webhookId',
    requireUser,
    validate('param', webhookParam),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId, webhookId } = c.req.valid('param')
      await removeWebhook(deps, actor, spaceId, webhookId)
      return c.body(null, 204)
    },
  )
  .post(
    '/:spaceId/webhooks/:webhookId/secret',
    requireUser,
    validate('param', webhookParam),
    async (c) => {
      const { deps, actor } = c.var
      const { spaceId, webhookId } = c.req.valid('param')
      return c.json(await changeSecret(deps, actor, spaceId, webhookId), 200)
    },
  )
  .post(
    '/:spaceId/webhooks/:webhookId/test',
    requireUser,
    validate('param', webhookParam),
    async (c) => c.json(await sendTest(c.var.deps, c.var.actor, c.req.valid('param')), 200),
  )
  .get(
    '/:spaceId/webhooks/:webhookId/deliveries',
    requireUser,
    validate('param', webhookParam),
    validate('query', pageQuerySchema),
    async (c) => {
      const { deps, actor } = c.var
      return c.json(
        await deliveriesOf(deps, actor, c.req.valid('param'), c.req.valid('query')),
        200,
      )
    },
  )
  .post(
    '/:spaceId/webhooks/:webhookId/deliveries/:deliveryId/replay',
    requireUser,
    validate('param', deliveryParam),
    async (c) => c.json(await replayDelivery(c.var.deps, c.var.actor, c.req.valid('param')), 200),
  )
  .post(
    '/:spaceId/webhooks/:webhookId/replay',
    requireUser,
    validate('param', webhookParam),
    validate('json', replayWebhookSchema),
    async (c) => {
      const { deps, actor } = c.var
      const { since } = c.req.valid('json')
      return c.json({ replayed: await replayFailed(deps, actor, c.req.valid('param'), since) }, 200)
    },
  )
