import { type Inference, InferenceError, noInference } from '#contracts/inference'
import { newId } from '../ids.ts'
import { type Actor, actorOf } from '../spaces/access.ts'
import type { TestUser } from './harness.ts'

/** Words of which the made model knows what they look like, each in a direction of its own. */
const known = ['dog', 'beach', 'sunset', 'car', 'snow']
const dimensions = 16

/**
 * A model so small that one can say what it does: a picture or text of known words points where they
 * do, and whatever else somewhere among the other directions, of which every picture has a little.
 */
export function madeVectorOf(text: string): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().split(/[^a-z]+/)) {
    const index = known.indexOf(word)
    if (index >= 0) vector[index] = 1
  }
  const isKnown = vector.some((value) => value > 0)
  let state = 7
  for (const character of text) state = (state * 31 + character.charCodeAt(0)) % 65_521
  for (let index = known.length; index < dimensions; index++) {
    state = (state * 75 + 74) % 65_537
    vector[index] = (state / 65_537) * (isKnown ? 0.2 : 1)
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** The made model behind the port, counting what it is asked. */
export function madeInference(model: string): Inference & { asked: string[] } {
  const asked: string[] = []
  return {
    ...noInference,
    asked,
    engines: async () => [{ capability: 'embedText', engine: model }],
    async embedText(texts, wanted = model) {
      asked.push(...texts)
      if (wanted !== model) throw new InferenceError('capability_missing', 'not that model')
      return { model, vectors: texts.map(madeVectorOf) }
    },
  }
}

/** A user as the use cases see them. */
export function actorFor(user: TestUser): Actor {
  const { userId, username, spaceId } = user
  const actor = actorOf(
    [
      {
        ...{ userId, username, email: null, isAdmin: false, spaceId, spaceName: username },
        ...{ usedBytes: 0, reservedBytes: 0, quotaBytes: 1e9 },
        ...{ spaceKind: 'personal', spaceOwnerId: userId, role: 'admin' },
      },
    ],
    { kind: 'session', sessionId: newId('session', 1), sessionKind: 'web' },
  )
  if (!actor) throw new Error('no actor')
  return actor
}
