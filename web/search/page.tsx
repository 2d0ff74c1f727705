import './search.css'
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { sentenceOf } from '../api.ts'
import { ChosenBar } from '../library/chosen-bar.tsx'
import { keysOfFiles } from '../library/file-actions.ts'
import { FlatGrid } from '../library/flat-grid.tsx'
import { GridSkeleton } from '../library/grid-skeleton.tsx'
import { homeOnline } from '../library/live.ts'
import { askAgain, OpenViewer } from '../library/open-viewer.tsx'
import { refreshFiles, shownLists } from '../library/state.ts'
import { Button } from '../ui/button.tsx'
import { search } from '../ui/route.ts'
import {
  foundFileAddress,
  isAsked,
  readSearchAddress,
  type SearchPlace,
  searchAddress,
} from './addresses.ts'
import { isTyping, settle } from './field-moves.ts'
import { readSearch } from './read-search.ts'
import { type Found, searchResults } from './results.ts'
import { SearchHead } from './search-head.tsx'
import { NothingAsked, NothingFound, SearchFailed } from './search-notes.tsx'
import { foundBy, whyWords } from './why-words.ts'

const meantAfterMs = 600

/** What was found for the words in the address, the best first, with the viewer over it. */
export function SearchPage({ me, path }: { me: Me; path: string }) {
  const at = readSearchAddress(path, search.value)
  const { q = '', space = null, folder = null, like = null, openId = null } = at ?? {}
  const place = useMemo((): SearchPlace => ({ q, space, folder, like }), [q, space, folder, like])
  const results = useMemo(() => searchResults(readSearch), [])
  useEffect(() => void results.ask(place, isTyping.value ? 'typing' : 'meant'), [place])
  useEffect(() => {
    shownLists.add(results)
    return () => {
      shownLists.delete(results)
      results.stop()
      foundBy.value = new Map()
    }
  }, [])
  useEffect(() => {
    if (openId !== null) settle()
  }, [openId])
  const found = results.found.value
  const isHalfAsked =
    isTyping.value &&
    found.next === null &&
    found.words.length > 0 &&
    found.semantic.state === 'not_asked'
  useEffect(() => {
    if (!isHalfAsked) return
    // Somebody stopped typing: now it is worth comparing pictures with it.
    const timer = setTimeout(() => void results.ask(place), meantAfterMs)
    return () => clearTimeout(timer)
  }, [isHalfAsked, place])
  const files = useMemo(() => found.items.map(({ file }) => file), [found.items])
  useEffect(() => {
    const said = found.items.map(({ file, why }) => [file.id, whyWords(why)] as const)
    foundBy.value = new Map(said.filter(([, words]) => words !== ''))
  }, [found.items])
  const onNearEnd = useCallback(() => void results.more(), [])
  // Of folders that are shared only looking is sure.
  const mayEdit = (file: FileView) =>
    me.spaces.some(({ id, role }) => id === file.spaceId && role !== 'viewer')
  const open = files.find(({ id }) => id === openId)
  return (
    <div class="search-found" aria-busy={found.next !== null}>
      <SearchHead me={me} place={place} found={found} />
      <Body found={found} place={place} onRetry={() => void results.again()}>
        <FlatGrid
          files={files}
          hrefOf={(id) => foundFileAddress(place, id)}
          captionOf={(id) => foundBy.value.get(id)}
          homeOnline={homeOnline.value}
          openId={openId}
          canChoose
          onNearEnd={onNearEnd}
          onBroken={(id: FileId) => {
            const file = files.find((each) => each.id === id)
            if (file) askAgain(file)
          }}
          onKey={(key, file) =>
            keysOfFiles({ canEdit: mayEdit(file), album: null, onChanged: refreshFiles })(key, {
              ...file,
              ids: [file.id],
            })
          }
        />
        <ChosenBar kind="library" files={files} mayEdit={mayEdit} />
        {found.isLoadingMore && <p class="page-note quiet">Loading more…</p>}
        {found.error !== null && (
          <div class="page-failure" role="alert">
            <p>{sentenceOf(found.error)}</p>
            <Button icon="retry" onClick={onNearEnd}>
              Try again
            </Button>
          </div>
        )}
      </Body>
      <OpenViewer
        files={files}
        openId={openId}
        back={searchAddress(place)}
        hrefOf={(id) => foundFileAddress(place, id)}
        canEdit={open !== undefined && mayEdit(open)}
        canPurge={false}
      />
    </div>
  )
}

function Body(props: {
  found: Found
  place: SearchPlace
  onRetry: () => void
  children: ComponentChildren
}) {
  const { found, place } = props
  if (!isAsked(place)) return <NothingAsked />
  if (found.status === 'idle' || found.status === 'loading') return <GridSkeleton />
  if (found.status === 'failed') {
    return <SearchFailed error={found.error} place={place} onRetry={props.onRetry} />
  }
  if (found.items.length === 0) return <NothingFound place={found.asked ?? place} found={found} />
  return props.children
}
