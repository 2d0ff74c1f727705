import { useEffect, useState } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import { type FolderId, folderIdSchema } from '#contracts/ids'
import type { SpacePolicies, WantedCopies } from '#contracts/policy'
import { answer, api, sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { policyWords } from './copies-words.ts'
import { PolicyDialog } from './policy-dialog.tsx'

interface Editing {
  /** Null: the space. */
  folderId: FolderId | null
  name: string
  policy: WantedCopies
}

/** Which copies a space wants, and which of its folders want others. */
export function Policies({ space, onDone }: { space: MySpace; onDone: () => void }) {
  const [found, setFound] = useState<SpacePolicies | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [editing, setEditing] = useState<Editing | null>(null)
  const canEdit = space.role === 'admin'
  const param = { spaceId: space.id }
  const load = () =>
    answer(api.api.spaces[':spaceId'].policy.$get({ param })).then(setFound, setFailure)
  useEffect(() => {
    setFound(null)
    setFailure(null)
    void load()
  }, [space.id])

  async function save({ folderId }: Editing, policy: WantedCopies | null) {
    if (folderId === null) {
      const path = api.api.spaces[':spaceId'].policy
      await answer(policy ? path.$put({ param, json: policy }) : path.$delete({ param }))
    } else {
      const path = api.api.folders[':folderId'].policy
      const folder = { folderId }
      await (policy
        ? answer(path.$put({ param: folder, json: policy }))
        : answer(path.$delete({ param: folder })))
    }
    setEditing(null)
    await load()
    onDone()
  }
  /** Back to what holds above it, with a way to undo. */
  async function reset(place: Editing) {
    try {
      await save(place, null)
      showToast('It wants what its surroundings want.', {
        action: { label: 'Undo', run: () => void save(place, place.policy) },
      })
    } catch (error) {
      showToast(sentenceOf(error), { kind: 'danger' })
    }
  }

  if (failure !== null) return <p role="alert">{sentenceOf(failure)}</p>
  if (found === null) return <div class="copies-skeleton" role="status" aria-label="Loading" />
  const rows: (Editing & { isOwn: boolean })[] = [
    { folderId: null, name: 'This space', policy: found.policy, isOwn: found.isOwn },
    ...found.folders.map((folder) => ({ ...folder, isOwn: true })),
  ]
  return (
    <section aria-labelledby="copies-wanted">
      <h2 id="copies-wanted">Wanted</h2>
      <ul class="copies-policies">
        {rows.map((row) => (
          <li key={row.folderId ?? 'space'}>
            <div>
              <h3>{row.name}</h3>
              <p>
                {policyWords(row.policy, found.disks)}
                {!row.isOwn && <span class="quiet"> (as everywhere)</span>}
              </p>
            </div>
            {canEdit && (
              <div class="copies-policy-actions">
                {row.isOwn && (
                  <Button kind="quiet" onClick={() => void reset(row)}>
                    Reset
                  </Button>
                )}
                <Button
                  onClick={() => setEditing(row)}
                  aria-label={`Change what ${row.name} wants`}
                >
                  Change
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <AddFolder
          space={space}
          known={found.folders.map(({ folderId }) => folderId)}
          onPick={(folderId, name) => setEditing({ folderId, name, policy: found.policy })}
        />
      )}
      {editing && (
        <PolicyDialog
          name={editing.name}
          policy={editing.policy}
          disks={found.disks}
          onSave={(policy) => save(editing, policy)}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

/** A folder that is to want other copies than its space. */
function AddFolder(props: {
  space: MySpace
  known: FolderId[]
  onPick: (id: FolderId, name: string) => void
}) {
  const [folders, setFolders] = useState<{ id: FolderId; name: string }[]>([])
  useEffect(() => {
    answer(api.api.folders.$get({ query: { space: props.space.id } })).then(
      ({ items }) => setFolders(items.filter(({ kind }) => kind === 'folder')),
      () => setFolders([]),
    )
  }, [props.space.id])
  const options = folders.filter(({ id }) => !props.known.includes(id))
  if (options.length === 0) return null
  return (
    <SelectField
      label="A folder that wants other copies"
      value=""
      options={[
        { value: '', name: 'Choose a folder' },
        ...options.map(({ id, name }) => ({ value: id as string, name })),
      ]}
      onPick={(value) => {
        const id = folderIdSchema.safeParse(value)
        const picked = options.find((each) => id.success && each.id === id.data)
        if (picked) props.onPick(picked.id, picked.name)
      }}
    />
  )
}
