import type { Operations } from './operation.ts'
import { accountOperations } from './operations/accounts.ts'
import { adminOperations } from './operations/admin.ts'
import { docsOperations } from './operations/docs.ts'
import { fileOperations } from './operations/files.ts'
import { homeOperations } from './operations/home.ts'
import { imageOperations } from './operations/images.ts'
import { policyOperations } from './operations/policies.ts'
import { shareOperations } from './operations/shares.ts'
import { spaceOperations } from './operations/spaces.ts'

/** What is said of every route. */
export const operations: Operations = {
  ...accountOperations,
  ...fileOperations,
  ...imageOperations,
  ...spaceOperations,
  ...adminOperations,
  ...homeOperations,
  ...docsOperations,
  ...policyOperations,
  ...shareOperations,
}
