import type { SemanticSearch } from '#contracts/models'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'

/** Whether pictures can be found by what they show, and what is missing for it. Never fails for want of a home node. */
export async function semanticSearch({ models }: Pick<Deps, 'models'>): Promise<SemanticSearch> {
  const list = await models.list().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'home_node_offline') return null
    throw error
  })
  const chosen = list?.models.find(({ isChosen }) => isChosen)
  if (!chosen) return { state: 'offline', model: null }
  const { id, name, sizeBytes, receivedBytes, note, state } = chosen
  return { state, model: { id, name, sizeBytes, receivedBytes, note } }
}
