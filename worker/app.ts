import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ApplyGlobalResponse } from 'hono/client'
import { HTTPException } from 'hono/http-exception'
import type { ExtractSchema } from 'hono/types'
import type { Problem } from '#contracts/problem'
import { accountRoutes, passwordResetRoutes, registerRoutes } from './accounts/account-routes.ts'
import { apiAuthRoutes, rootAuthRoutes } from './accounts/auth-routes.ts'
import { meRoutes, sessionRoutes, setupRoutes } from './accounts/routes.ts'
import { activityRoutes } from './activity/routes.ts'
import { adminRoutes } from './admin/routes.ts'
import { refuseKeyInQuery } from './api-keys/refuse-key-in-query.ts'
import { apiKeyRoutes } from './api-keys/routes.ts'
import type { AppEnv } from './app-env.ts'
import { adminAuditRoutes, spaceAuditRoutes } from './audit/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import { makeDeps } from './deps.ts'
import { dropRoutes } from './drops/routes.ts'
import { dropVisitorRoutes } from './drops/visitor-routes.ts'
import { duplicateRoutes } from './duplicates/routes.ts'
import type { Env } from './env.ts'
import { AppError } from './errors.ts'
import { exportRoutes } from './exports/routes.ts'
import { consentRoutes } from './face/consent-routes.ts'
import { faceRoutes } from './face/face-routes.ts'
import { orgRoutes, recognizeFaceRoutes, registerFaceRoutes } from './face/organization-routes.ts'
import { faceStreamRoutes } from './face/stream-routes.ts'
import { fileRoutes, trashRoutes } from './files/routes.ts'
import { folderRoutes, moveRoutes, sharedRoutes } from './folders/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { requireHomeNode } from './home-nodes/require-home-node.ts'
import { homeEnrolRoutes, homeNodeRoutes } from './home-nodes/routes.ts'
import { apiHeaders } from './http/api-headers.ts'
import { cors } from './http/cors.ts'
import { makeLog } from './http/log.ts'
import { problemResponse } from './http/problem.ts'
import { maxJsonBytes, maxMaskedJsonBytes } from './http/read-body.ts'
import { requestLog } from './http/request-log.ts'
import { imageRoutes } from './image-api/routes.ts'
import { adminIndexingRoutes, homeIndexingRoutes } from './indexing/routes.ts'
import { homeJobRoutes } from './jobs/routes.ts'
import { adminCopiesRoutes, copiesRoutes } from './ledger/routes.ts'
import { limitAtEdge } from './limits/limit.ts'
import { folderLiveRoutes, liveRoutes } from './live/routes.ts'
import { mapRoutes } from './map/routes.ts'
import { generationPictureRoutes } from './media/generation-routes.ts'
import { originalRoutes } from './media/original-routes.ts'
import { publicRoutes } from './media/public-routes.ts'
import { mediaRoutes } from './media/routes.ts'
import { metadataRoutes } from './metadata/routes.ts'
import { homeMirrorRoutes } from './mirror/routes.ts'
import { adminModelRoutes, modelRoutes } from './models/routes.ts'
import { docsRoutes } from './openapi/routes.ts'
import { adminOperationsRoutes } from './operations/routes.ts'
import { homeFaceRoutes, peopleRoutes } from './people/routes.ts'
import { folderPolicyRoutes, spacePolicyRoutes } from './policies/routes.ts'
import { remarkRoutes } from './remarks/routes.ts'
import { restoreRoutes } from './restore/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { passkeySignInRoutes } from './second-factor/routes.ts'
import { shareRoutes } from './shares/routes.ts'
import { visitorRoutes } from './shares/visitor-routes.ts'
import { homeSnapshotRoutes } from './snapshots/routes.ts'
import { spaceRoutes } from './spaces/routes.ts'
import { canvasRoutes } from './studio/canvases/routes.ts'
import { canvasGenerationRoutes, generationRoutes } from './studio/generations/routes.ts'
import { canvasFileRoutes } from './studio/room/file-routes.ts'
import { roomRoutes } from './studio/room/routes.ts'
import { versionRoutes } from './studio/room/version-routes.ts'
import { studioRoutes } from './studio/studio-routes.ts'
import { fileTagRoutes, labelRoutes, tagRoutes } from './tags/routes.ts'
import { fileWaitRoutes, waitRoutes } from './tiering/routes.ts'
import { timelineRoutes } from './timeline/routes.ts'
import { editRoutes } from './transforms/edits/routes.ts'
import { adminTransformRoutes } from './transforms/figures/routes.ts'
import { presetRoutes } from './transforms/preset-routes.ts'
import { chainRoutes, transformRoutes } from './transforms/routes.ts'
import { signRoutes } from './transforms/sign-routes.ts'
import { signedChainRoutes, transformLinkRoutes } from './transforms/signed-routes.ts'
import { uploadRoutes } from './uploads/routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'

const base = new Hono<AppEnv & { Bindings: Env }>({ strict: false })
  .use(async (c, next) => {
    const requestId = crypto.randomUUID()
    c.set('requestId', requestId)
    c.set(
      'deps',
      makeDeps(c.env, { requestId }, (work) => c.executionCtx.waitUntil(work)),
    )
    await next()
  })
  .use(requestLog)
  .use(apiHeaders)
  .use('/api/*', cors)
  .use('/m/*', limitAtEdge('media'))
  .use('/p/*', limitAtEdge('media'))
  .use('/s/*', limitAtEdge('media'))
  .use('/s/d/:slug/files', limitAtEdge('upload'))
  .use('/t/*', limitAtEdge('media'))
  .use('/api/files/upload', limitAtEdge('upload'))
  .use('/api/uploads/*', limitAtEdge('upload'))
  .use('/api/*', limitAtEdge('api'))
  .use(refuseKeyInQuery)

const healthPaths = ['/healthz', '/readyz', '/version']
// The paths of the face API as other systems published them.
for (const path of ['/orgs', '/orgs/*', '/register/:organization', '/recognize/*']) {
  base.use(path, cors).use(path, limitAtEdge('api'))
}
base.use('/ws/*', limitAtEdge('api'))

const rootPaths = ['/login', '/logout', '/register', '/request-access']

// All other pages are static assets, which are served without the Worker.
for (const path of [...healthPaths, ...rootPaths]) base.use(path, limitAtEdge('page'))

const jsonOnly = bodyLimit({
  maxSize: maxJsonBytes,
  onError: () => {
    throw new AppError('too_large', 'The body is larger than 1 MB.')
  },
})

// Joining comes before the signature check of all other home routes: its key is not known yet.
const homeRoutes = new Hono<AppEnv>()
  .route('/', homeEnrolRoutes)
  .use(requireHomeNode)
  .route('/', homeNodeRoutes)
  .route('/', homeMirrorRoutes)
  .route('/', homeJobRoutes)
  .route('/', homeSnapshotRoutes)
  .route('/', homeIndexingRoutes)
  .route('/', homeFaceRoutes)

// Everything that takes JSON and nothing else. Uploads are streamed, and home nodes have a cap of their own.
for (const path of [
  ...rootPaths,
  ...[
    '/api/setup',
    '/api/uploads/known',
    '/api/uploads/from-url',
    '/api/session/*',
    '/api/register',
    '/api/password-reset',
  ],
  ...['/api/auth/*', '/api/account/*', '/api/spaces/*', '/api/admin/*'],
  ...['/orgs', '/orgs/*', '/api/face/:organization/subjects/*'],
  ...['/api/images/:id/transform', '/api/images/:id/transform/link'],
  ...[
    '/api/restore',
    '/api/restore/rows',
    '/api/restore/lost',
    '/api/restore/drills',
    '/api/restore/finish',
  ],
  ...['/api/folders/*', '/api/files/move', '/api/files/copy'],
  ...[
    '/api/files/edit',
    '/api/files/favorites',
    '/api/files/:id/edit',
    '/api/files/:id/sign',
    '/api/files/:id/comments',
    '/api/files/:id/comments/:commentId',
    '/api/files/:id/tags',
    '/api/files/:id/tags/:tag',
    '/api/tags/*',
    '/api/duplicates/*',
    '/api/search/*',
    '/api/shares/*',
    '/api/drops/*',
    '/api/canvases',
    '/api/canvases/:canvasId',
    '/api/canvases/:canvasId/restore',
    '/api/generations/*',
    '/api/studio/*',
    '/api/canvases/:canvasId/operations',
    '/api/canvases/:canvasId/versions',
    '/api/canvases/:canvasId/versions/:versionId/restore',
  ],
]) {
  base.use(path, jsonOnly)
}
base.on('PATCH', '/api/files/:id', jsonOnly)
// A prompt may carry the mask that somebody painted.
base.use(
  '/api/canvases/:canvasId/generations',
  bodyLimit({
    maxSize: maxMaskedJsonBytes,
    onError: () => {
      throw new AppError('too_large', 'The body is larger than 2 MB.')
    },
  }),
)

const routes = base
  .route('/', healthRoutes)
  .route('/', rootAuthRoutes)
  .route('/api/auth', apiAuthRoutes)
  .route('/api/register', registerRoutes)
  .route('/api/password-reset', passwordResetRoutes)
  .route('/api/account', accountRoutes)
  .route('/api/setup', setupRoutes)
  .route('/api/session/passkey', passkeySignInRoutes)
  .route('/api/session', sessionRoutes)
  .route('/api/me', meRoutes)
  .route('/api/files', moveRoutes)
  .route('/api/files', metadataRoutes)
  .route('/api/files', fileTagRoutes)
  .route('/api/files', editRoutes)
  .route('/api/files', fileWaitRoutes)
  .route('/api/files', signRoutes)
  .route('/api/files', remarkRoutes)
  .route('/api/files', fileRoutes)
  .route('/api/images', imageRoutes)
  .route('/api/images', transformRoutes)
  .route('/api/images', transformLinkRoutes)
  .route('/api/activity', activityRoutes)
  .route('/api/folders', folderRoutes)
  .route('/api/folders', folderLiveRoutes)
  .route('/api/folders', folderPolicyRoutes)
  .route('/api/search', searchRoutes)
  .route('/api/shared-with-me', sharedRoutes)
  .route('/api/shares', shareRoutes)
  .route('/api/canvases', canvasRoutes)
  .route('/api/canvases', canvasGenerationRoutes)
  .route('/api/generations', generationRoutes)
  .route('/api/studio', studioRoutes)
  .route('/api/drops', dropRoutes)
  .route('/api/canvases', canvasFileRoutes)
  .route('/api/canvases', roomRoutes)
  .route('/api/canvases', versionRoutes)
  .route('/api/tags', tagRoutes)
  .route('/api/trash', trashRoutes)
  .route('/api/timeline', timelineRoutes)
  .route('/api/duplicates', duplicateRoutes)
  .route('/api/map', mapRoutes)
  .route('/api/copies', copiesRoutes)
  .route('/api/waits', waitRoutes)
  .route('/api/models', modelRoutes)
  .route('/api/uploads', uploadRoutes)
  .route('/api/spaces', spaceRoutes)
  .route('/api/spaces', liveRoutes)
  .route('/api/spaces', apiKeyRoutes)
  .route('/api/spaces', spaceAuditRoutes)
  .route('/api/spaces', webhookRoutes)
  .route('/api/spaces', labelRoutes)
  .route('/api/spaces', presetRoutes)
  .route('/api/spaces', exportRoutes)
  .route('/api/spaces', consentRoutes)
  .route('/api/spaces', peopleRoutes)
  .route('/api/spaces', spacePolicyRoutes)
  .route('/api/admin/audit', adminAuditRoutes)
  .route('/api/admin/indexing', adminIndexingRoutes)
  .route('/api/admin/copies', adminCopiesRoutes)
  .route('/api/admin/transforms', adminTransformRoutes)
  .route('/api/admin/operations', adminOperationsRoutes)
  .route('/api/admin/models', adminModelRoutes)
  .route('/api/admin', adminRoutes)
  .route('/api/restore', restoreRoutes)
  .route('/api/face', faceRoutes)
  .route('/api/demo', demoRoutes)
  .route('/api/home', homeRoutes)
  .route('/m/o', originalRoutes)
  .route('/m/g', generationPictureRoutes)
  .route('/orgs', orgRoutes)
  .route('/register', registerFaceRoutes)
  .route('/recognize', recognizeFaceRoutes)
  .route('/ws', faceStreamRoutes)
  .route('/m', mediaRoutes)
  .route('/p', publicRoutes)
  .route('/s/d', dropVisitorRoutes)
  .route('/s', visitorRoutes)
  .route('/t/s', signedChainRoutes)
  .route('/t', chainRoutes)

/** The whole HTTP surface. Everything else under the host is the web app's static assets. */
export const app = routes

app.route(
  '/api',
  docsRoutes(() => app.routes),
)

app.notFound((c) =>
  problemResponse(
    new AppError('not_found', 'There is nothing at this address.'),
    c.get('requestId'),
  ),
)

app.onError((error, c) => {
  // Must work even when the failure came before any middleware had run.
  const requestId = c.get('requestId') ?? crypto.randomUUID()
  const answer = (known: unknown) => {
    const response = problemResponse(known, requestId)
    // Through the context, so that headers set before the failure (an ended cookie) are not lost.
    return c.newResponse(response.body, response)
  }
  if (error instanceof HTTPException) {
    // Hono's own refusals: a body that is not JSON, or not the declared type.
    return answer(
      new AppError('validation_failed', 'The request cannot be read.', { cause: error }),
    )
  }
  if (!(error instanceof AppError)) makeLog({ requestId }).error('request.failed', error)
  else if (error.cause)
    makeLog({ requestId }).error('request.refused', error.cause, { code: error.code })
  return answer(error)
})

/** What the browser may know of this Worker: paths and JSON, never bindings. */
export type Api = ApplyGlobalResponse<
  Hono<Record<never, never>, ExtractSchema<typeof routes>>,
  {
    400: { json: Problem }
    401: { json: Problem }
    403: { json: Problem }
    404: { json: Problem }
    409: { json: Problem }
    413: { json: Problem }
    429: { json: Problem }
    500: { json: Problem }
    503: { json: Problem }
  }
>
