import { drizzle } from 'drizzle-orm/d1'

/** D1 through drizzle. D1 keeps foreign keys on; there are no open transactions, only `batch`. */
export function makeDb(binding: D1Database) {
  const known = clients.get(binding)
  if (known) return known
  const client = drizzle(binding)
  clients.set(binding, client)
  return client
}

export type Db = ReturnType<typeof drizzle<Record<string, never>, D1Database>>

// An isolate keeps its binding: one client, and with it every statement that is built only once.
const clients = new WeakMap<D1Database, Db>()
