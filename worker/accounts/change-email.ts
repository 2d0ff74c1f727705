import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../spaces/access.ts'
import { setEmail } from './queries.ts'
import { foldUsername } from './username.ts'

/** Sets or removes the address by which somebody may also sign in. Throws `name_taken`. */
export async function changeEmail(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  email: string | null,
): Promise<void> {
  const next = email === null ? null : { email, emailFolded: foldUsername(email) }
  if (!(await setEmail(deps.db, actor.userId, next, deps.now()))) {
    throw new AppError('name_taken', 'There is another account with this e-mail address.')
  }
}
