import { type AdminUser, adminUserListSchema, adminUserSchema } from '#contracts/admin'
import { userIdSchema } from '#contracts/ids'
import { CommandError } from './command.ts'
import type { Operator } from './operator.ts'

/** Every user whose username or e-mail address starts so, page by page. */
export async function* eachUser(operator: Operator, search?: string): AsyncGenerator<AdminUser> {
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ limit: '200' })
    if (search !== undefined) query.set('search', search)
    if (cursor !== null) query.set('cursor', cursor)
    const page = await operator.call('GET', `/users?${query}`, adminUserListSchema)
    yield* page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}

/** One user by id, username or e-mail address. Throws `CommandError` when there is none. */
export async function findUser(operator: Operator, name: string): Promise<AdminUser> {
  const id = userIdSchema.safeParse(name)
  if (id.success) return await operator.call('GET', `/users/${id.data}`, adminUserSchema)
  const fold = (text: string) => text.normalize('NFKC').toLowerCase()
  const wanted = fold(name.trim())
  for await (const user of eachUser(operator, name.trim())) {
    if ([user.username, user.email ?? ''].some((each) => fold(each) === wanted)) return user
  }
  throw new CommandError(`There is no user ${name}.`)
}
