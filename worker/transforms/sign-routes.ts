import { Hono } from 'hono'
import { z } from 'zod'
import { fileIdSchema } from '#contracts/ids'
import { type SignedAddress, signFileSchema } from '#contracts/signing'
import { requireActor } from '../accounts/require-user.ts'
import type { AppEnv } from '../app-env.ts'
import { AppError, noSuchFile } from '../errors.ts'
import { requireFile } from '../files/find-file.ts'
import { validate } from '../http/validate.ts'
import { signMediaPath } from '../media/media-url.ts'
import { signOriginal } from '../media/original-url.ts'
import { mediaGeneration } from '../spaces/media-generation.ts'
import { linkTransform } from './signed-routes.ts'

/** `POST /api/files/:id/sign`: an address that gives one file to whoever has it, for a while. */
export const signRoutes = new Hono<AppEnv>().post(
  '/:id/sign',
  requireActor('read'),
  validate('param', z.object({ id: fileIdSchema })),
  validate('json', signFileSchema),
  async (c) => {
    const { deps, actor } = c.var
    const { id } = c.req.valid('param')
    const asked = c.req.valid('json')
    if ('query' in asked) {
      return c.json(await linkTransform(c, id, asked.query, asked.expiresInSeconds), 201)
    }
    const { spaceId, trashedAt, preview, shownEdit } = await requireFile(deps, actor, id, 'viewer')
    const generation = await mediaGeneration(deps, spaceId)
    if (trashedAt !== null || generation === null) throw noSuchFile()
    const expiresAtSeconds = Math.floor(deps.now() / 1_000) + asked.expiresInSeconds
    const { mediaKeys } = deps.config
    const { host, origin } = new URL(c.req.url)
    const signed = { spaceId, fileId: id, generation, expiresAtSeconds }
    if (asked.shows !== 'original' && preview !== 'ready') {
      throw new AppError('conflict', 'There is no preview of it to show.')
    }
    const path =
      asked.shows === 'original'
        ? signOriginal(mediaKeys, host, signed)
        : signMediaPath(mediaKeys, host, { ...signed, rendition: asked.shows, edit: shownEdit })
    const expiresAt = new Date(expiresAtSeconds * 1_000).toISOString()
    const address: SignedAddress = { url: origin + path, expiresAt }
    return c.json(address, 201)
  },
)
