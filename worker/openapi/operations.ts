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

/** What is said of every route, in groups as people look for them. */
export const operationGroups: Record<string, Operations> = {
  Files: fileOperations,
  Images: imageOperations,
  'Folders and spaces': spaceOperations,
  Links: shareOperations,
  Copies: policyOperations,
  Accounts: accountOperations,
  Administration: adminOperations,
  'Home node': homeOperations,
  'This document': docsOperations,
}

export const operations: Operations = Object.assign({}, ...Object.values(operationGroups))
