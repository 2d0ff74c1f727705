import { linkHeaders } from '#contracts/home-node'
import type { DescribedRoute } from './route-table.ts'

export const securitySchemes = {
  session: {
    ...{ type: 'apiKey', in: 'cookie', name: '__Host-session' },
    description: 'The cookie of the page. Unsafe requests must come from the same origin.',
  },
  token: {
    ...{ type: 'http', scheme: 'bearer' },
    description: 'The opaque token or the access token of a login, or the operator’s token.',
  },
  key: {
    ...{ type: 'apiKey', in: 'header', name: 'X-API-Key' },
    description: 'A key of a space, with the scopes that it was given.',
  },
  homeNode: {
    ...{ type: 'apiKey', in: 'header', name: linkHeaders.signature },
    description: 'Ed25519 over method, address, time, nonce and hash of the body.',
  },
}

/** Any one of the ways in the list opens the route; an empty list: none is needed. */
export function securityOf({ caller }: DescribedRoute): Record<string, []>[] {
  switch (caller) {
    case 'anyone':
      return []
    case 'user':
      return [{ session: [] }, { token: [] }]
    case 'key':
      return [{ session: [] }, { token: [] }, { key: [] }]
    case 'admin':
      return [{ session: [] }, { token: [] }]
    case 'home node':
      return [{ homeNode: [] }]
  }
}
