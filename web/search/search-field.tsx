import './search-field.css'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow, path, search } from '../ui/route.ts'
import { searchFor, searchHere } from './field-moves.ts'
import { QueryHelpButton } from './query-help-button.tsx'
import { forgetSearch, recent, showRecent } from './recent.ts'
import { RecentList } from './recent-list.tsx'

const settleMs = 250

/**
 * The field in the head of every page; on a phone elsewhere than in a search it is a link to it. What
 * is typed is searched for as it is typed. While it is empty, the last searches are offered below it.
 */
export function SearchField({ me }: { me: Me }) {
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const here = searchHere()
  const shownQuery = here?.q ?? ''
  const [text, setText] = useState(shownQuery)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const asked = useRef(shownQuery)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => showRecent(me.userId), [me.userId])
  useEffect(() => {
    // The address was changed from elsewhere, or the search was left.
    if (shownQuery !== asked.current) {
      asked.current = shownQuery
      setText(shownQuery)
    }
  }, [shownQuery, path.value, search.value])
  const isHere = here !== null
  useEffect(() => {
    if (isHere && shownQuery === '') input.current?.focus()
    // Whoever goes elsewhere within a moment stays there.
    return () => clearTimeout(timer.current)
  }, [isHere])

  const offered = isOpen && text === '' ? recent.value : []
  const chosenSearch = offered[active]
  function ask(to: string, how: 'typing' | 'meant') {
    clearTimeout(timer.current)
    asked.current = to.trim()
    searchFor(to, how)
  }
  function take(to: string) {
    setText(to)
    setOpen(false)
    ask(to, 'meant')
  }
  function takeAndStay(to: string) {
    take(to)
    input.current?.focus()
    setOpen(false)
  }
  function write(to: string) {
    setText(to)
    setActive(-1)
    setOpen(to === '')
    clearTimeout(timer.current)
    if (to.trim() !== '') timer.current = setTimeout(() => ask(to, 'typing'), settleMs)
    else if (searchHere() !== null) ask('', 'typing')
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      if (offered.length > 0) setOpen(false)
      else if (text !== '') write('')
      else input.current?.blur()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = chosenSearch ?? text
      if (chosen.trim() === '') return
      take(chosen)
      // A phone's keyboard lies over what was found.
      if (matchMedia('(pointer: coarse)').matches) input.current?.blur()
    } else if (event.key === 'Delete' && chosenSearch !== undefined) {
      event.preventDefault()
      forgetSearch(chosenSearch)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      event.preventDefault()
      if (text !== '') {
        if (step > 0) document.querySelector<HTMLElement>('.search-found .tile')?.focus()
      } else if (!isOpen) setOpen(true)
      else if (offered.length > 0)
        // Through the list, and between its end and its beginning back in the field.
        setActive((at) => ((at + 1 + step + offered.length + 1) % (offered.length + 1)) - 1)
    }
  }
  const activeId = chosenSearch === undefined ? undefined : `${listId}-${active}`
  return (
    <>
      {!isHere && (
        <a class="icon-button search-link" href="/search" aria-label="Search" onClick={follow}>
          <Icon name="search" />
        </a>
      )}
      <search
        class={`search ${isHere ? 'is-here' : ''}`}
        onFocusOut={(event) => {
          const to = event.relatedTarget
          if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOpen(false)
        }}
      >
        <Icon name="search" size={18} />
        <input
          ref={input}
          type="search"
          // biome-ignore lint/a11y/noRedundantRoles: it has no list of the browser's, so it is a mere searchbox
          role="combobox"
          list={undefined}
          aria-label="Search"
          aria-expanded={offered.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          placeholder="Search names, tags, places…"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={500}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
        />
        {text !== '' && (
          <IconButton
            icon="close"
            label="Clear the search (Esc)"
            onClick={() => {
              write('')
              input.current?.focus()
            }}
          />
        )}
        <QueryHelpButton query={text} onPick={takeAndStay} />
        <RecentList id={listId} searches={offered} active={active} onPick={takeAndStay} />
      </search>
    </>
  )
}
