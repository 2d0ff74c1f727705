/** Who may call a route. Every route of the app names one of these. */
export type Caller =
  /** Everybody: it says nothing that is not public, or asks for a secret of its own. */
  | 'anyone'
  /** Everybody: it is the page, which asks for everything else by itself. */
  | 'reader'
  /** Everybody, but only from the page itself: it sets the cookie. */
  | 'page'
  /** Whoever is signed in, for what is their own. */
  | 'user'
  /** Whoever is signed in and a member of the space that the id in the path belongs to. */
  | 'member'
  /** Admins of the vault, and the command line with the operator's token; for others it is not there. */
  | 'admin'
  /** A home node that has joined, by its signature. */
  | 'home node'
  /** Whoever holds a signed address. */
  | 'holder'

export interface ProtectedRoute {
  method: string
  path: string
  caller: Caller
  /** A body that it takes, so that what refuses is who calls and not what they say. */
  json?: object
}

/** Every route there is. A route that is not in this table fails the test that compares them. */
export const protectedRoutes: ProtectedRoute[] = [
  { method: 'GET', path: '/login', caller: 'reader' },
  { method: 'GET', path: '/register', caller: 'reader' },
  { method: 'GET', path: '/request-access', caller: 'reader' },
  { method: 'POST', path: '/login', caller: 'anyone' },
  { method: 'POST', path: '/register', caller: 'anyone' },
  { method: 'POST', path: '/logout', caller: 'anyone' },
  { method: 'POST', path: '/request-access', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/login', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/signup', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/register', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/refresh', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/logout', caller: 'anyone' },
  { method: 'POST', path: '/api/auth/request-access', caller: 'anyone' },
  { method: 'POST', path: '/api/register', caller: 'page' },
  { method: 'POST', path: '/api/password-reset', caller: 'page' },
  { method: 'GET', path: '/api/account', caller: 'user' },
  { method: 'PATCH', path: '/api/account', caller: 'user' },
  { method: 'POST', path: '/api/account/password', caller: 'user' },
  { method: 'GET', path: '/api/account/sessions', caller: 'user' },
  { method: 'DELETE', path: '/api/account/sessions/:sessionId', caller: 'user' },
  { method: 'POST', path: '/api/account/sign-out-everywhere', caller: 'user' },
  { method: 'POST', path: '/api/account/totp', caller: 'user' },
  { method: 'POST', path: '/api/account/totp/confirm', caller: 'user' },
  { method: 'DELETE', path: '/api/account/totp', caller: 'user' },
  { method: 'POST', path: '/api/account/recovery-codes', caller: 'user' },
  { method: 'GET', path: '/api/account/passkeys', caller: 'user' },
  { method: 'POST', path: '/api/account/passkeys/options', caller: 'user' },
  { method: 'POST', path: '/api/account/passkeys', caller: 'user' },
  { method: 'DELETE', path: '/api/account/passkeys/:passkeyId', caller: 'user' },
  { method: 'GET', path: '/api/models', caller: 'user' },
  { method: 'GET', path: '/api/setup', caller: 'anyone' },
  { method: 'POST', path: '/api/setup', caller: 'page' },
  { method: 'POST', path: '/api/session', caller: 'page' },
  { method: 'DELETE', path: '/api/session', caller: 'user' },
  { method: 'POST', path: '/api/session/passkey/options', caller: 'page' },
  { method: 'POST', path: '/api/session/passkey', caller: 'page' },
  { method: 'GET', path: '/api/me', caller: 'user' },
  { method: 'GET', path: '/api/files', caller: 'user' },
  { method: 'POST', path: '/api/files/upload', caller: 'user' },
  { method: 'GET', path: '/api/files/:id', caller: 'member' },
  { method: 'GET', path: '/api/files/:id/download', caller: 'member' },
  { method: 'GET', path: '/api/files/:id/thumbnail', caller: 'member' },
  { method: 'DELETE', path: '/api/files/:id', caller: 'member' },
  { method: 'POST', path: '/api/files/:id/restore', caller: 'member' },
  { method: 'POST', path: '/api/files/:id/purge', caller: 'member' },
  { method: 'POST', path: '/api/images', caller: 'user' },
  { method: 'GET', path: '/api/images', caller: 'user' },
  { method: 'GET', path: '/api/images/:id', caller: 'member' },
  { method: 'GET', path: '/api/images/:id/download', caller: 'member' },
  { method: 'DELETE', path: '/api/images/:id', caller: 'member' },
  { method: 'GET', path: '/api/images/:id/transform', caller: 'member' },
  {
    ...{ method: 'POST', path: '/api/images/:id/transform', caller: 'member' },
    json: { query: 'resize=9x' },
  },
  {
    ...{ method: 'POST', path: '/api/images/:id/transform/link', caller: 'member' },
    json: { query: 'resize=9x' },
  },
  { method: 'GET', path: '/api/spaces/:spaceId/presets', caller: 'member' },
  {
    ...{ method: 'PUT', path: '/api/spaces/:spaceId/presets/:name', caller: 'member' },
    json: { query: 'resize=9x' },
  },
  { method: 'DELETE', path: '/api/spaces/:spaceId/presets/:name', caller: 'member' },
  { method: 'POST', path: '/api/trash/empty', caller: 'user' },
  { method: 'GET', path: '/api/search', caller: 'user' },
  { method: 'GET', path: '/api/search/saved', caller: 'user' },
  {
    ...{ method: 'POST', path: '/api/search/saved', caller: 'user' },
    json: { name: 'Dogs', query: 'dog' },
  },
  {
    ...{ method: 'PATCH', path: '/api/search/saved/:searchId', caller: 'member' },
    json: { name: 'Dogs' },
  },
  { method: 'DELETE', path: '/api/search/saved/:searchId', caller: 'member' },
  { method: 'GET', path: '/api/search/saved/:searchId/files', caller: 'member' },
  { method: 'GET', path: '/api/timeline', caller: 'user' },
  { method: 'GET', path: '/api/timeline/:month', caller: 'user' },
  { method: 'GET', path: '/api/map', caller: 'user' },
  { method: 'GET', path: '/api/map/files', caller: 'user' },
  { method: 'GET', path: '/api/duplicates', caller: 'user' },
  { method: 'GET', path: '/api/copies', caller: 'user' },
  {
    ...{ method: 'PUT', path: '/api/duplicates/:groupId', caller: 'member' },
    json: { fileIds: ['fil_01M7Y8GAW92WDN3W7WXYXRT8G0'], areDistinct: true },
  },
  { method: 'OPTIONS', path: '/api/uploads', caller: 'anyone' },
  { method: 'POST', path: '/api/uploads', caller: 'user' },
  { method: 'POST', path: '/api/uploads/known', caller: 'user' },
  { method: 'POST', path: '/api/uploads/from-url', caller: 'user' },
  { method: 'GET', path: '/api/uploads/:uploadId', caller: 'member' },
  { method: 'PATCH', path: '/api/uploads/:uploadId', caller: 'member' },
  { method: 'DELETE', path: '/api/uploads/:uploadId', caller: 'member' },
  { method: 'PATCH', path: '/api/files/:id', caller: 'member', json: { rating: 5 } },
  { method: 'PUT', path: '/api/files/:id/favorite', caller: 'member' },
  { method: 'DELETE', path: '/api/files/:id/favorite', caller: 'member' },
  { method: 'PUT', path: '/api/files/:id/tags', caller: 'member', json: { tags: ['lake'] } },
  {
    method: 'PUT',
    path: '/api/files/:id/tags/:tag',
    caller: 'member',
    json: { decision: 'removed' },
  },
  { method: 'DELETE', path: '/api/files/:id/tags/:tag', caller: 'member' },
  { method: 'POST', path: '/api/files/edit', caller: 'user' },
  { method: 'POST', path: '/api/files/favorites', caller: 'user' },
  { method: 'GET', path: '/api/tags', caller: 'user' },
  { method: 'GET', path: '/api/spaces/:spaceId/labels', caller: 'member' },
  {
    method: 'PUT',
    path: '/api/spaces/:spaceId/labels',
    caller: 'member',
    json: { version: 0, removed: [], added: [], questions: [] },
  },
  { method: 'POST', path: '/api/tags/merge', caller: 'user' },
  { method: 'POST', path: '/api/tags/delete', caller: 'user' },
  { method: 'PATCH', path: '/api/tags/:tag', caller: 'user' },
  { method: 'GET', path: '/api/tags/:tag/files', caller: 'user' },
  { method: 'POST', path: '/api/files/move', caller: 'user' },
  { method: 'POST', path: '/api/files/copy', caller: 'user' },
  { method: 'GET', path: '/api/folders', caller: 'user' },
  { method: 'POST', path: '/api/folders', caller: 'user' },
  { method: 'GET', path: '/api/folders/cards', caller: 'user' },
  { method: 'GET', path: '/api/folders/:folderId', caller: 'member' },
  { method: 'PATCH', path: '/api/folders/:folderId', caller: 'member', json: { name: 'Winter' } },
  { method: 'DELETE', path: '/api/folders/:folderId', caller: 'member' },
  { method: 'POST', path: '/api/folders/:folderId/restore', caller: 'member' },
  { method: 'POST', path: '/api/folders/:folderId/purge', caller: 'member' },
  {
    method: 'PUT',
    path: '/api/folders/:folderId/files',
    caller: 'member',
    json: { remove: ['fil_01M7Y8GAW92WDN3W7WXYXRT8G0'] },
  },
  { method: 'GET', path: '/api/folders/:folderId/grants', caller: 'member' },
  {
    method: 'POST',
    path: '/api/folders/:folderId/grants',
    caller: 'member',
    json: { username: 'ada', permission: 'view' },
  },
  {
    method: 'PATCH',
    path: '/api/folders/:folderId/grants/:grantId',
    caller: 'member',
    json: { permission: 'view' },
  },
  { method: 'DELETE', path: '/api/folders/:folderId/grants/:grantId', caller: 'member' },
  { method: 'GET', path: '/api/shared-with-me', caller: 'user' },
  { method: 'GET', path: '/api/shares', caller: 'user' },
  { method: 'POST', path: '/api/shares', caller: 'user' },
  { method: 'PATCH', path: '/api/shares/:shareId', caller: 'member', json: { title: 'Lake' } },
  { method: 'DELETE', path: '/api/shares/:shareId', caller: 'member' },
  { method: 'POST', path: '/api/shares/:shareId/restore', caller: 'member' },
  { method: 'GET', path: '/api/spaces', caller: 'user' },
  { method: 'POST', path: '/api/spaces', caller: 'user' },
  { method: 'GET', path: '/api/spaces/:spaceId', caller: 'member' },
  { method: 'PATCH', path: '/api/spaces/:spaceId', caller: 'member', json: { name: 'Mine' } },
  { method: 'DELETE', path: '/api/spaces/:spaceId', caller: 'member' },
  { method: 'POST', path: '/api/spaces/:spaceId/restore', caller: 'member' },
  {
    ...{ method: 'POST', path: '/api/spaces/:spaceId/transfer', caller: 'member' },
    json: { username: 'somebody' },
  },
  { method: 'GET', path: '/api/spaces/:spaceId/members', caller: 'member' },
  {
    ...{ method: 'POST', path: '/api/spaces/:spaceId/members', caller: 'member' },
    json: { username: 'somebody', role: 'admin' },
  },
  {
    ...{ method: 'PATCH', path: '/api/spaces/:spaceId/members/:userId', caller: 'member' },
    json: { role: 'admin' },
  },
  { method: 'DELETE', path: '/api/spaces/:spaceId/members/:userId', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/live', caller: 'member' },
  { method: 'GET', path: '/api/folders/:folderId/live', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/face-consent', caller: 'member' },
  {
    ...{ method: 'PUT', path: '/api/spaces/:spaceId/face-consent', caller: 'member' },
    json: { text: 'Everybody here has agreed to it.' },
  },
  { method: 'DELETE', path: '/api/spaces/:spaceId/face-consent', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/keys', caller: 'member' },
  {
    ...{ method: 'POST', path: '/api/spaces/:spaceId/keys', caller: 'member' },
    json: { name: 'Mine', scopes: ['read'], expiresInDays: null },
  },
  { method: 'DELETE', path: '/api/spaces/:spaceId/keys/:keyId', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/audit', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/webhooks', caller: 'member' },
  {
    ...{ method: 'POST', path: '/api/spaces/:spaceId/webhooks', caller: 'member' },
    json: { url: 'https://outside.example.com/', events: ['file.created'] },
  },
  {
    ...{ method: 'PATCH', path: '/api/spaces/:spaceId/webhooks/:webhookId', caller: 'member' },
    json: { paused: true },
  },
  { method: 'DELETE', path: '/api/spaces/:spaceId/webhooks/:webhookId', caller: 'member' },
  { method: 'POST', path: '/api/spaces/:spaceId/webhooks/:webhookId/test', caller: 'member' },
  { method: 'POST', path: '/api/spaces/:spaceId/webhooks/:webhookId/secret', caller: 'member' },
  { method: 'GET', path: '/api/spaces/:spaceId/webhooks/:webhookId/deliveries', caller: 'member' },
  {
    method: 'POST',
    path: '/api/spaces/:spaceId/webhooks/:webhookId/deliveries/:deliveryId/replay',
    caller: 'member',
  },
  {
    ...{ method: 'POST', path: '/api/spaces/:spaceId/webhooks/:webhookId/replay' },
    ...{ caller: 'member', json: { since: '2026-01-01T00:00:00Z' } },
  },
  { method: 'GET', path: '/api/admin/copies', caller: 'admin' },
  { method: 'GET', path: '/api/admin/audit', caller: 'admin' },
  { method: 'GET', path: '/api/admin/audit/export', caller: 'admin' },
  { method: 'GET', path: '/api/admin/indexing', caller: 'admin' },
  { method: 'GET', path: '/api/admin/indexing/failures', caller: 'admin' },
  { method: 'POST', path: '/api/admin/indexing/retry', caller: 'admin' },
  { method: 'POST', path: '/api/admin/indexing/again', caller: 'admin' },
  { method: 'GET', path: '/api/admin/models', caller: 'admin' },
  { method: 'POST', path: '/api/admin/models/:id/:action', caller: 'admin' },
  { method: 'GET', path: '/api/admin/overview', caller: 'admin' },
  { method: 'GET', path: '/api/admin/rate-limit-hits', caller: 'admin' },
  { method: 'GET', path: '/api/admin/users', caller: 'admin' },
  {
    ...{ method: 'POST', path: '/api/admin/users/import', caller: 'admin' },
    json: { users: [{ username: 'somebody', passwordHash: 'of another program' }] },
  },
  { method: 'GET', path: '/api/admin/users/:id', caller: 'admin' },
  { method: 'PATCH', path: '/api/admin/users/:id', caller: 'admin' },
  { method: 'DELETE', path: '/api/admin/users/:id', caller: 'admin' },
  {
    ...{ method: 'PUT', path: '/api/admin/users/:id/quota', caller: 'admin' },
    json: { quotaBytes: 1 },
  },
  { method: 'POST', path: '/api/admin/users/:id/reset-link', caller: 'admin' },
  { method: 'POST', path: '/api/admin/users/:id/session', caller: 'admin' },
  { method: 'GET', path: '/api/admin/users/:id/export', caller: 'admin' },
  { method: 'POST', path: '/api/admin/users/:id/restore', caller: 'admin' },
  { method: 'GET', path: '/api/admin/invite-codes', caller: 'admin' },
  { method: 'POST', path: '/api/admin/invite-codes', caller: 'admin' },
  { method: 'DELETE', path: '/api/admin/invite-codes/:id', caller: 'admin' },
  { method: 'GET', path: '/api/admin/access-requests', caller: 'admin' },
  { method: 'POST', path: '/api/admin/access-requests/:id/approve', caller: 'admin' },
  { method: 'POST', path: '/api/admin/access-requests/:id/decline', caller: 'admin' },
  { method: 'GET', path: '/api/demo', caller: 'admin' },
  { method: 'POST', path: '/api/demo', caller: 'admin' },
  { method: 'POST', path: '/api/demo/originals', caller: 'admin' },
  { method: 'POST', path: '/api/home/enrol', caller: 'anyone' },
  { method: 'PUT', path: '/api/home/disks', caller: 'home node' },
  { method: 'GET', path: '/api/home/wake', caller: 'home node' },
  { method: 'GET', path: '/api/home/changes', caller: 'home node' },
  { method: 'GET', path: '/api/home/originals/:originalId', caller: 'home node' },
  { method: 'POST', path: '/api/home/originals/batch', caller: 'home node' },
  { method: 'POST', path: '/api/home/copies', caller: 'home node' },
  { method: 'GET', path: '/api/home/snapshot', caller: 'home node' },
  { method: 'GET', path: '/api/home/snapshot/:table', caller: 'home node' },
  { method: 'POST', path: '/api/home/writings', caller: 'home node' },
  { method: 'GET', path: '/api/home/status', caller: 'home node' },
  { method: 'POST', path: '/api/home/jobs/lease', caller: 'home node' },
  { method: 'POST', path: '/api/home/jobs/:id/done', caller: 'home node' },
  { method: 'POST', path: '/api/home/jobs/:id/failed', caller: 'home node' },
  { method: 'POST', path: '/api/home/jobs/:id/found', caller: 'home node' },
  { method: 'POST', path: '/api/home/renditions/batch', caller: 'home node' },
  { method: 'GET', path: '/m/*', caller: 'holder' },
  { method: 'GET', path: '/t/s/*', caller: 'holder' },
  { method: 'GET', path: '/t/*', caller: 'member' },
  { method: 'GET', path: '/p/:publicId', caller: 'holder' },
  { method: 'GET', path: '/p/:publicId/:rendition', caller: 'holder' },
]

export function routesFor(...callers: Caller[]): ProtectedRoute[] {
  return protectedRoutes.filter((route) => callers.includes(route.caller))
}

/** Whether the method may change something, so that a browser's cookie alone must not be enough. */
export function isUnsafe({ method }: ProtectedRoute): boolean {
  return method !== 'GET'
}
