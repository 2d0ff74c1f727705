import { useEffect, useMemo, useState } from 'preact/hooks'
import type { FolderView, GrantView, Permission } from '#contracts/folders'
import { answer, api, sentenceOf } from '../api.ts'
import { attempt } from '../shell/attempt.ts'
import { FormError } from '../shell/form-error.tsx'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { formatDate } from '../ui/format.ts'
import { pagedList } from '../ui/paged.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Row } from '../ui/sheet.tsx'
import { permissionHints, permissionOptions } from './permission-words.ts'

const grants = api.api.folders[':folderId'].grants

/** With whom a folder is shared: add somebody, change what they may, end it, or make a link for everybody. */
export function ShareDialog(props: {
  folder: FolderView
  onLink: () => void
  onDrop: () => void
  onClose: () => void
}) {
  const { folder, onClose } = props
  const param = { folderId: folder.id }
  const list = useMemo(() => pagedList(() => answer(grants.$get({ param }))), [folder.id])
  useEffect(() => void list.load(), [list])
  const put = (grant: GrantView) =>
    list.change((items) =>
      items.some(({ id }) => id === grant.id)
        ? items.map((each) => (each.id === grant.id ? grant : each))
        : [...items, grant],
    )
  return (
    <Dialog
      title={`Share “${folder.name}”`}
      onClose={onClose}
      actions={
        <>
          <Button icon="link" onClick={props.onLink}>
            Make a link…
          </Button>
          <Button icon="upload" onClick={props.onDrop}>
            Ask for pictures…
          </Button>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p>They see this folder and all that lies in it, and nothing else of the space.</p>
      <AddForm
        onAdd={async (username, permission) =>
          put(await answer(grants.$post({ param, json: { username, permission } })))
        }
      />
      <div class="share-list">
        <PagedBody of={list} empty="This folder is shared with nobody.">
          {(items) => (
            <ul>
              {items.map((grant) => (
                <GrantRow
                  key={grant.id}
                  grant={grant}
                  onChange={async (permission) =>
                    put(
                      await answer(
                        grants[':grantId'].$patch({
                          param: { ...param, grantId: grant.id },
                          json: { permission },
                        }),
                      ),
                    )
                  }
                  onEnd={async () => {
                    await answer(
                      grants[':grantId'].$delete({ param: { ...param, grantId: grant.id } }),
                    )
                    list.change((all) => all.filter(({ id }) => id !== grant.id))
                  }}
                />
              ))}
            </ul>
          )}
        </PagedBody>
      </div>
    </Dialog>
  )
}

function AddForm(props: { onAdd: (username: string, permission: Permission) => Promise<void> }) {
  const [username, setUsername] = useState('')
  const [permission, setPermission] = useState<Permission>('view')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  async function submit(event: Event) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await props.onAdd(username, permission)
      setUsername('')
    } catch (cause) {
      setError(sentenceOf(cause))
    }
    setBusy(false)
  }
  return (
    <form class="share-form" onSubmit={(event) => void submit(event)}>
      <Field
        label="Username or e-mail"
        required
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={254}
        value={username}
        onInput={(event) => setUsername(event.currentTarget.value)}
      />
      <SelectField
        label="They may"
        value={permission}
        options={permissionOptions}
        onPick={setPermission}
      />
      <Button kind="primary" type="submit" busy={isBusy}>
        Share
      </Button>
      <p class="quiet share-hint">{permissionHints[permission]}</p>
      {error !== null && <FormError sentence={error} />}
    </form>
  )
}

function GrantRow(props: {
  grant: GrantView
  onChange: (permission: Permission) => Promise<void>
  onEnd: () => Promise<void>
}) {
  const { username, permission, createdAt } = props.grant
  return (
    <Row
      title={username}
      note={`Since ${formatDate(createdAt)}`}
      actions={
        <>
          <SelectField
            label={`What ${username} may do`}
            isLabelHidden
            value={permission}
            options={permissionOptions}
            onPick={(to) =>
              void attempt(() => props.onChange(to), `${username}: ${to} from now on.`)
            }
          />
          <IconButton
            icon="close"
            label={`Share no longer with ${username}`}
            onClick={() =>
              void attempt(props.onEnd, `${username} does not see this folder any more.`)
            }
          />
        </>
      }
    />
  )
}
