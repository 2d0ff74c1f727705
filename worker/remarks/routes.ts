import { Hono } from 'hono'
import { z } from 'zod'
import { commentIdSchema, fileIdSchema } from '#contracts/ids'
import { remarksQuerySchema, writeCommentSchema } from '#contracts/remarks'
import { requireUser } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { validate } from '../http/validate.ts'
import { changeComment, remarksOf, setHeart, takeComment, writeComment } from './remarks.ts'

const fileParam = validate('param', z.object({ id: fileIdSchema }))
const commentParam = validate('param', z.object({ id: fileIdSchema, commentId: commentIdSchema }))

/** What people say about files, under `/api/files`. */
export const remarkRoutes = new Hono<AppEnv>()
  .get('/:id/remarks', requireUser, fileParam, validate('query', remarksQuerySchema), async (c) => {
    const { deps, actor } = c.var
    return c.json(await remarksOf(deps, actor, c.req.valid('param').id, c.req.valid('query')), 200)
  })
  .post(
    '/:id/comments',
    requireUser,
    fileParam,
    validate('json', writeCommentSchema),
    async (c) => {
      const { deps, actor } = c.var
      return c.json(
        await writeComment(deps, actor, c.req.valid('param').id, c.req.valid('json')),
        201,
      )
    },
  )
  .patch(
    '/:id/comments/:commentId',
    requireUser,
    commentParam,
    validate('json', writeCommentSchema),
    async (c) => {
      const { deps, actor } = c.var
      return c.json(
        await changeComment(deps, actor, c.req.valid('param'), c.req.valid('json')),
        200,
      )
    },
  )
  .delete('/:id/comments/:commentId', requireUser, commentParam, async (c) => {
    await takeComment(c.var.deps, c.var.actor, c.req.valid('param'))
    return c.body(null, 204)
  })
  .put('/:id/heart', requireUser, fileParam, async (c) => {
    await setHeart(c.var.deps, c.var.actor, c.req.valid('param').id, true)
    return c.body(null, 204)
  })
  .delete('/:id/heart', requireUser, fileParam, async (c) => {
    await setHeart(c.var.deps, c.var.actor, c.req.valid('param').id, false)
    return c.body(null, 204)
  })
