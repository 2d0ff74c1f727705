import { vectorIndexContract } from '#contracts/vectors.contract'
import { aUser, type TestUser, testDeps } from '../testing/harness.ts'
import { vectorSpaceOf } from '../testing/vectors.ts'

vectorIndexContract('Durable Objects', () => {
  const users = new Map<string, TestUser>()
  return {
    index: testDeps().vectorIndex,
    async newSpace(model = 'made@1') {
      const user = await aUser()
      users.set(user.spaceId, user)
      return vectorSpaceOf(user, model)
    },
    withModel({ namespace }, model) {
      const user = users.get(namespace.spaceId)
      if (!user) throw new Error('not a space of this suite')
      return vectorSpaceOf(user, model)
    },
    async settle() {},
  }
})
