import type { Operations } from './operation.ts'
import { accountOperations } from './operations/accounts.ts'
import { adminOperations } from './operations/admin.ts'
import { canvasOperations } from './operations/canvases.ts'
import { docsOperations } from './operations/docs.ts'
import { faceOperations } from './operations/faces.ts'
import { fileOperations } from './operations/files.ts'
import { healthOperations } from './operations/health.ts'
import { homeOperations } from './operations/home.ts'
import { imageOperations } from './operations/images.ts'
import { peopleOperations } from './operations/people.ts'
import { policyOperations } from './operations/policies.ts'
import { remarkOperations } from './operations/remarks.ts'
import { restoreOperations } from './operations/restore.ts'
import { shareOperations } from './operations/shares.ts'
import { spaceOperations } from './operations/spaces.ts'
import { studioOperations } from './operations/studio.ts'

interface OperationGroup {
  name: string
  says: string
  operations: Operations
}

/** What is said of every route, in groups as people look for them. */
export const operationGroups: OperationGroup[] = [
  {
    name: 'Files',
    says: 'Files and what is said and found about them.',
    operations: fileOperations,
  },
  {
    name: 'Images',
    says: 'The image API, and addresses of pictures.',
    operations: imageOperations,
  },
  {
    name: 'Folders and spaces',
    says: 'Where files are, and for whom.',
    operations: spaceOperations,
  },
  { name: 'People', says: 'Who is in the pictures of a space.', operations: peopleOperations },
  { name: 'Remarks', says: 'What people say and do.', operations: remarkOperations },
  { name: 'Links', says: 'Links for people without an account.', operations: shareOperations },
  {
    name: 'Canvases',
    says: 'The canvases of the studio, and what lies on them.',
    operations: canvasOperations,
  },
  { name: 'Studio', says: 'Pictures that words make.', operations: studioOperations },
  { name: 'Copies', says: 'How many copies there are to be.', operations: policyOperations },
  { name: 'Faces', says: 'Organizations, and whom they know by face.', operations: faceOperations },
  { name: 'Accounts', says: 'Getting in, and one’s own account.', operations: accountOperations },
  { name: 'Administration', says: 'What admins of the vault do.', operations: adminOperations },
  { name: 'Home node', says: 'What a home node asks, signed.', operations: homeOperations },
  { name: 'Way back', says: 'Rebuilding a vault from a disk.', operations: restoreOperations },
  { name: 'Health', says: 'For whatever watches the vault.', operations: healthOperations },
  { name: 'This document', says: 'The description of all this.', operations: docsOperations },
]

export const operations: Operations = Object.assign(
  {},
  ...operationGroups.map((group) => group.operations),
)
