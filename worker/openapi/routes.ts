import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import { appVersion } from '#contracts/version'
import type { AppEnv } from '../app-env.ts'
import { apiDocument } from './document.ts'

let document: string | undefined

/** The description of the API, and the page that shows it. `routes` are asked for once all are made. */
export function docsRoutes(routes: () => RouterRoute[]) {
  return new Hono<AppEnv>()
    .get('/openapi.json', (c) => {
      // Made once in each isolate that is asked: it never changes while one lives.
      document ??= JSON.stringify(apiDocument(routes(), appVersion))
      return c.body(document, 200, {
        'Content-Type': 'application/json',
        'Cache-Control': 'public, max-age=300',
      })
    })
    .get('/docs', async (c) => await c.var.deps.assets.fetch(c.req.raw))
}
