import { useEffect, useRef } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { PagedBody } from '../shell/paged-body.tsx'
import { Field } from '../ui/field.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { userSearch, users } from './calls.ts'
import { Overview } from './overview.tsx'
import { UserRow } from './user-row.tsx'

const searchPauseMs = 200

/** Everybody who has an account, the newest first. */
export function UsersTab({ me }: { me: Me }) {
  useEffect(() => {
    void users.load()
    return () => {
      userSearch.value = ''
    }
  }, [])
  const search = userSearch.value.trim()
  const { status, items, nextCursor } = users.list.value
  const found = nextCursor === null ? `${items.length}` : `More than ${items.length}`
  return (
    <>
      <Overview />
      <Sheet
        title="Users"
        lead="Who has an account here, the newest first. Their pictures are not shown to you."
        action={<SearchField />}
      >
        <p class="visually-hidden" role="status">
          {search && status === 'ready' && `${found} found`}
        </p>
        <PagedBody
          of={users}
          empty={
            search
              ? `No username or e-mail address starts with “${search}”.`
              : 'Nobody is here yet. Make an invite and send its link.'
          }
        >
          {(items) => (
            <ul class="compact-rows" aria-label="Users">
              {items.map((user) => (
                <UserRow key={user.id} user={user} isMe={user.id === me.userId} />
              ))}
            </ul>
          )}
        </PagedBody>
      </Sheet>
    </>
  )
}

/** Searches while something is typed, once the fingers rest. */
function SearchField() {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <search class="admin-search">
      <Field
        label="Find by the start of a name or e-mail"
        type="search"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={100}
        onInput={(event) => {
          const text = event.currentTarget.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => {
            userSearch.value = text
            void users.load()
          }, searchPauseMs)
        }}
      />
    </search>
  )
}
