import { useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { SavedSearch } from '#contracts/search'
import { PagedBody } from '../shell/paged-body.tsx'
import { IconButton } from '../ui/button.tsx'
import { follow } from '../ui/route.ts'
import { Row } from '../ui/sheet.tsx'
import { savedAddress } from './saved-addresses.ts'
import { deleteSaved, useSavedSearches, withSaved } from './saved-calls.ts'
import { RenameSavedDialog } from './saved-dialogs.tsx'
import { SavedQuery } from './saved-query.tsx'
import { searchedIn } from './searched-in.ts'

/** One's saved searches, each of which opens, takes another name, or goes. */
export function SavedList({ me }: { me: Me }) {
  const list = useSavedSearches()
  const [renamed, setRenamed] = useState<SavedSearch | null>(null)
  const put = (one: SavedSearch) => list.change((items) => withSaved(items, one))
  return (
    <PagedBody
      of={list}
      empty="None yet. “Save this search” above what was found keeps it here and with your albums."
    >
      {(items) => (
        <>
          <ul class="saved-list" aria-label="Saved searches">
            {items.map((saved) => (
              <Row
                key={saved.id}
                title={
                  <a href={savedAddress(saved.id)} onClick={follow}>
                    {saved.name}
                  </a>
                }
                note={
                  <>
                    <SavedQuery saved={saved} /> {searchedIn(me, saved)}
                  </>
                }
                actions={
                  <>
                    <IconButton
                      icon="pencil"
                      label={`Rename ${saved.name}`}
                      onClick={() => setRenamed(saved)}
                    />
                    <IconButton
                      icon="trash"
                      label={`Delete ${saved.name}`}
                      onClick={() =>
                        void deleteSaved(saved, put).then((isDone) => {
                          if (isDone) list.change((all) => all.filter(({ id }) => id !== saved.id))
                        })
                      }
                    />
                  </>
                }
              />
            ))}
          </ul>
          {renamed && (
            <RenameSavedDialog saved={renamed} onRenamed={put} onClose={() => setRenamed(null)} />
          )}
        </>
      )}
    </PagedBody>
  )
}
