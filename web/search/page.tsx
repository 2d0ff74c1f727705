import './search.css'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { GridSkeleton } from '../library/grid-skeleton.tsx'
import { OpenViewer } from '../library/open-viewer.tsx'
import { search } from '../ui/route.ts'
import {
  foundFileAddress,
  isAsked,
  readSearchAddress,
  type SearchPlace,
  searchAddress,
} from './addresses.ts'
import { isTyping, settle } from './field-moves.ts'
import { FoundFiles, mayEdit, useResults } from './found-files.tsx'
import type { Found } from './results.ts'
import { SearchHead } from './search-head.tsx'
import { NothingAsked, NothingFound, SearchFailed } from './search-notes.tsx'

const meantAfterMs = 600

/** What was found for the words in the address, the best first, with the viewer over it. */
export function SearchPage({ me, path }: { me: Me; path: string }) {
  const at = readSearchAddress(path, search.value)
  const { q = '', space = null, folder = null, like = null, openId = null } = at ?? {}
  const place = useMemo((): SearchPlace => ({ q, space, folder, like }), [q, space, folder, like])
  const results = useResults()
  useEffect(() => void results.ask(place, isTyping.value ? 'typing' : 'meant'), [place])
  useEffect(() => {
    if (openId !== null) settle()
  }, [openId])
  const found = results.found.value
  const isHalfAsked =
    isTyping.value &&
    found.next === null &&
    (found.words.length > 0 || like !== null) &&
    found.semantic.state === 'not_asked'
  useEffect(() => {
    if (!isHalfAsked) return
    // Somebody stopped typing: now it is worth comparing pictures with it.
    const timer = setTimeout(() => {
      isTyping.value = false
      void results.ask(place)
    }, meantAfterMs)
    return () => clearTimeout(timer)
  }, [isHalfAsked, place])
  const files = useMemo(() => found.items.map(({ file }) => file), [found.items])
  const open = files.find(({ id }) => id === openId)
  return (
    <div class="search-found" aria-busy={found.next !== null}>
      <SearchHead me={me} place={place} found={found} />
      <Body me={me} found={found} place={place} onRetry={() => void results.again()}>
        <FoundFiles
          me={me}
          found={found}
          files={files}
          hrefOf={(id) => foundFileAddress(place, id)}
          openId={openId}
          onMore={results.more}
        />
      </Body>
      <OpenViewer
        files={files}
        openId={openId}
        back={searchAddress(place)}
        hrefOf={(id) => foundFileAddress(place, id)}
        canEdit={open !== undefined && mayEdit(me, open)}
        canPurge={false}
      />
    </div>
  )
}

function Body(props: {
  me: Me
  found: Found
  place: SearchPlace
  onRetry: () => void
  children: ComponentChildren
}) {
  const { found, place } = props
  if (!isAsked(place)) return <NothingAsked me={props.me} />
  if (found.status === 'idle' || found.status === 'loading') return <GridSkeleton />
  if (found.status === 'failed') {
    return <SearchFailed error={found.error} place={place} onRetry={props.onRetry} />
  }
  if (found.items.length === 0) return <NothingFound place={found.asked ?? place} found={found} />
  return props.children
}
