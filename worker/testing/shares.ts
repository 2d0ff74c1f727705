import { uploadOutcomeSchema } from '#contracts/files'
import { folderViewSchema } from '#contracts/folders'
import type { FileId, FolderId } from '#contracts/ids'
import { type ShareView, shareViewSchema } from '#contracts/shares'
import type { TestUser } from './harness.ts'
import { jpegLike } from './pictures.ts'
import { callAs } from './spaces.ts'

/** A picture in the user's own space. */
export async function aFile(user: TestUser, text: string): Promise<FileId> {
  const uploaded = await user.upload(jpegLike(text), `${text}.jpg`)
  return uploadOutcomeSchema.parse(await uploaded.json()).file.id
}

export async function aFolder(
  user: TestUser,
  name: string,
  parentId: FolderId | null = null,
): Promise<FolderId> {
  const made = await callAs(user, 'POST', '/api/folders', { name, parentId })
  return folderViewSchema.parse(await made.json()).id
}

/** A link to something, with a policy other than the usual if it is said. */
export async function aShare(user: TestUser, of: object, policy: object = {}): Promise<ShareView> {
  const made = await callAs(user, 'POST', '/api/shares', { of, ...policy })
  if (made.status !== 201) throw new Error(`making a link answered ${await made.text()}`)
  return shareViewSchema.parse(await made.json())
}
