import type { ModelAction, ModelId, ModelList } from '#contracts/models'
import { answer, api } from '../api.ts'
import { followed } from '../ui/followed.ts'

const route = api.api.admin.models

/** All models, for admins; read often while one is on its way. */
export const models = followed<ModelList>(
  () => answer(route.$get()),
  (value) => (value?.models.some(({ state }) => state === 'fetching') ? 1_500 : 15_000),
)

/** Only for admins. Throws `ApiError` when it is refused. */
export async function changeModel(id: ModelId, action: ModelAction) {
  await answer(route[':id'][':action'].$post({ param: { id, action } }))
}
