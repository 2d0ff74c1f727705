import { type ModelAction, type ModelId, type ModelList, modelListSchema } from '#contracts/models'
import { problemSchema } from '#contracts/problem'
import { AppError } from '../errors.ts'
import { type HomeCall, type HomeClient, HomeNodeOfflineError } from '../home-nodes/home-client.ts'

/** The models of the home node. Rejects with `home_node_offline`, `not_found` or `conflict`. */
export interface HomeModels {
  list(): Promise<ModelList>
  /** Begins, and does not wait for the end. */
  act(id: ModelId, action: ModelAction): Promise<ModelList>
}

/** The same over the tunnel. */
export function makeHomeModels(call: HomeClient): HomeModels {
  async function ask(question: HomeCall): Promise<ModelList> {
    const response = await call(question).catch((error: unknown) => {
      throw error instanceof HomeNodeOfflineError ? offline(error) : error
    })
    if (response.ok) return modelListSchema.parse(await response.json())
    const problem = problemSchema.safeParse(await response.json().catch(() => null))
    const { code, detail } = problem.data ?? {}
    if (detail !== undefined && (code === 'not_found' || code === 'conflict')) {
      throw new AppError(code, detail)
    }
    throw offline(new Error(`the home node answered ${response.status}`))
  }
  return {
    list: () => ask({ method: 'GET', target: '/models' }),
    act: (id, action) => ask({ method: 'POST', target: `/models/${id}/${action}` }),
  }
}

function offline(cause: unknown): AppError {
  return new AppError('home_node_offline', 'The home node, which has the models, is away.', {
    cause,
  })
}
