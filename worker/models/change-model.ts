import type { AuditAction } from '#contracts/audit'
import type { UserId } from '#contracts/ids'
import type { ModelAction, ModelId, ModelList } from '#contracts/models'
import type { Deps } from '../deps.ts'

/** Looking at files again changes nothing. */
const audited: Partial<Record<ModelAction, AuditAction>> = {
  fetch: 'model.fetched',
  cancel: 'model.fetch_cancelled',
  choose: 'model.chosen',
}

/** Has the home node do something with a model. */
export async function changeModel(
  deps: Pick<Deps, 'models' | 'audit'>,
  actorId: UserId | 'operator',
  id: ModelId,
  action: ModelAction,
): Promise<ModelList> {
  const list = await deps.models.act(id, action)
  const said = audited[action]
  if (said) {
    const details = { model: id }
    deps.audit.record({ chain: 'vault', action: said, actorId, subjectId: null, details })
  }
  return list
}
