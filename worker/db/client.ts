import { drizzle } from 'drizzle-orm/d1'
import * as auditSchema from './schema/audit.ts'
import * as filesSchema from './schema/files.ts'
import * as homeNodesSchema from './schema/home-nodes.ts'
import * as jobsSchema from './schema/jobs.ts'
import * as limitsSchema from './schema/limits.ts'
import * as spacesSchema from './schema/spaces.ts'
import * as usersSchema from './schema/users.ts'

const schema = {
  ...usersSchema,
  ...spacesSchema,
  ...filesSchema,
  ...jobsSchema,
  ...homeNodesSchema,
  ...auditSchema,
  ...limitsSchema,
}

/** D1 through drizzle. D1 keeps foreign keys on; there are no open transactions, only `batch`. */
export function makeDb(binding: D1Database) {
  return drizzle(binding, { schema })
}

export type Db = ReturnType<typeof makeDb>
