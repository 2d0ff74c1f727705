import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { ChosenBar } from '../library/chosen-bar.tsx'
import { keysOfFiles } from '../library/file-actions.ts'
import { FlatGrid } from '../library/flat-grid.tsx'
import { homeOnline } from '../library/live.ts'
import { askAgain } from '../library/open-viewer.tsx'
import { refreshFiles, shownLists } from '../library/state.ts'
import { Button } from '../ui/button.tsx'
import { useAskingAgain } from './ask-again.ts'
import { readSearch } from './read-search.ts'
import { type Found, type SearchResults, searchResults } from './results.ts'
import { foundBy, whyWords } from './why-words.ts'

/** Results that belong to the page that calls it, and hear what becomes of files. */
export function useResults(): SearchResults {
  const results = useMemo(() => searchResults(readSearch), [])
  useEffect(() => {
    shownLists.add(results)
    return () => {
      shownLists.delete(results)
      results.stop()
      foundBy.value = new Map()
    }
  }, [])
  useAskingAgain(results)
  const { items } = results.found.value
  useEffect(() => {
    const said = items.map(({ file, why }) => [file.id, whyWords(why)] as const)
    foundBy.value = new Map(said.filter(([, words]) => words !== ''))
  }, [items])
  return results
}

/** Of folders that are shared only looking is sure. */
export function mayEdit(me: Me, file: FileView): boolean {
  return me.spaces.some(({ id, role }) => id === file.spaceId && role !== 'viewer')
}

/** The files that were found, the best first; why is said of the one that is pointed at. */
export function FoundFiles(props: {
  me: Me
  found: Found
  files: FileView[]
  hrefOf: (id: FileId) => string
  openId: FileId | null
  onMore: () => Promise<void>
}) {
  const { me, found, files } = props
  const onNearEnd = useCallback(() => void props.onMore(), [props.onMore])
  return (
    <>
      <FlatGrid
        files={files}
        hrefOf={props.hrefOf}
        captionOf={(id) => foundBy.value.get(id)}
        homeOnline={homeOnline.value}
        openId={props.openId}
        canChoose
        onNearEnd={onNearEnd}
        onBroken={(id: FileId) => {
          const file = files.find((each) => each.id === id)
          if (file) askAgain(file)
        }}
        onKey={(key, file) =>
          keysOfFiles({ canEdit: mayEdit(me, file), album: null, onChanged: refreshFiles })(key, {
            ...file,
            ids: [file.id],
          })
        }
      />
      <ChosenBar kind="library" files={files} mayEdit={(file) => mayEdit(me, file)} />
      {found.isLoadingMore && <p class="page-note quiet">Loading more…</p>}
      {found.error !== null && (
        <div class="page-failure" role="alert">
          <p>{sentenceOf(found.error)}</p>
          <Button icon="retry" onClick={onNearEnd}>
            Try again
          </Button>
        </div>
      )}
    </>
  )
}
