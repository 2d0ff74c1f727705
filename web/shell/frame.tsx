import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import type { SpaceId } from '#contracts/ids'
import { folderAddress, readFolderAddress } from '../folders/addresses.ts'
import { shownFolder } from '../folders/shown-folder.ts'
import { type ListKind, listAddress, readAddress } from '../library/addresses.ts'
import { SearchField } from '../pages.ts'
import { IconButton } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Icon, type IconName, Mark } from '../ui/icons.tsx'
import { follow, navigate, path } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Progress } from '../ui/state-notes.tsx'
import { nextTheme, type Theme, theme } from '../ui/theme.ts'
import { spaceName } from './own-spaces.ts'
import { readSpacePage, type SpacePage, spacePageAddress } from './space-pages.ts'

export const listNames: Record<ListKind, string> = {
  library: 'Library',
  favorites: 'Favourites',
  archive: 'Archive',
  trash: 'Trash',
}

const themeIcons: Record<Theme, IconName> = { system: 'system', light: 'sun', dark: 'moon' }

/** The rail beside every page (a bar below it on a phone), and the page's own head. */
export function Frame(props: {
  me: Me
  title: string
  /** The space that is shown, unless it is the personal one: the browser's tab names it too. */
  about: string | null
  /** The space that the library and trash of the rail belong to. */
  space: MySpace
  canUpload: boolean
  homeOnline: boolean | null
  isLive: boolean
  /** The vault cannot be reached; the page goes on showing what it has. */
  isAway: boolean
  onPick: () => void
  onFromWeb: () => void
  onSignOut: () => void
  children: ComponentChildren
}) {
  const places = placesOf(props.me, props.space)
  const [isMore, setMore] = useState(false)
  const title = props.about === null ? props.title : `${props.about}: ${props.title}`
  useEffect(() => {
    document.title = `${title} · CloudVault`
    return () => {
      document.title = 'CloudVault'
    }
  }, [title])
  return (
    <div class="frame">
      <nav class="rail" aria-label="Main">
        <a class="wordmark" href="/" onClick={follow}>
          <Mark /> CloudVault
        </a>
        {props.canUpload && (
          <button type="button" class="button button-primary rail-upload" onClick={props.onPick}>
            <Icon name="upload" size={18} /> <span>Upload</span>
          </button>
        )}
        {props.canUpload && (
          <button type="button" class="rail-from-web" onClick={props.onFromWeb}>
            From a web address…
          </button>
        )}
        <SpaceSwitch me={props.me} space={props.space} />
        <ul class="rail-places">
          {places.map((place) => (
            <li key={place.name} class={place.isOften ? '' : 'is-seldom'}>
              <PlaceLink {...place} />
            </li>
          ))}
          <li class="rail-more">
            <button
              type="button"
              popovertarget="rail-more"
              aria-current={places.some(({ isHere, isOften }) => isHere && !isOften)}
            >
              <Icon name="dots" /> More
            </button>
          </li>
        </ul>
        <ul
          id="rail-more"
          class="rail-others"
          popover="auto"
          aria-label="More places"
          onBeforeToggle={(event) => setMore(event.newState === 'open')}
        >
          {places.map(
            (place) =>
              isMore &&
              !place.isOften && (
                <li key={place.name}>
                  <PlaceLink {...place} />
                </li>
              ),
          )}
          {isMore && props.canUpload && (
            <li>
              <button type="button" popovertarget="rail-more" onClick={props.onFromWeb}>
                <Icon name="upload" /> Upload from a web address…
              </button>
            </li>
          )}
        </ul>
        <div class="rail-foot">
          <HomeStatus online={props.homeOnline} isLive={props.isLive} />
          <Storage me={props.me} />
          <div class="rail-account">
            <span class="rail-user">
              <Icon name="user" size={18} /> {props.me.username}
            </span>
            <Tools onSignOut={props.onSignOut} />
          </div>
        </div>
      </nav>
      <main class="page">
        <header class="page-head">
          <h1>{props.title}</h1>
          <div class={`search-slot ${path.value.startsWith('/search') ? 'is-here' : ''}`}>
            <SearchField me={props.me} />
          </div>
          {(readAddress(path.value) ??
            readFolderAddress(path.value) ??
            readSpacePage(path.value)) && <SpaceSwitch me={props.me} space={props.space} />}
          <HomeStatus online={props.homeOnline} isLive={props.isLive} />
          <div class="page-tools">
            <Tools onSignOut={props.onSignOut} />
          </div>
        </header>
        {props.children}
        {props.isAway && (
          <p class="away" role="status">
            No connection. You see what was read before; it goes on by itself.
          </p>
        )}
      </main>
    </div>
  )
}

function Tools({ onSignOut }: { onSignOut: () => void }) {
  return (
    <>
      <IconButton
        icon={themeIcons[theme.value]}
        label={`Theme: ${theme.value}. Change it`}
        onClick={nextTheme}
      />
      <IconButton icon="exit" label="Sign out" onClick={onSignOut} />
    </>
  )
}

interface PlaceInRail {
  href: string
  name: string
  icon: IconName
  isHere: boolean
  /** In the bar of a phone itself; the others are behind “More” there. */
  isOften?: boolean
}

function PlaceLink({ href, name, icon, isHere }: PlaceInRail) {
  return (
    <a
      href={href}
      onClick={(event) => {
        follow(event)
        document.getElementById('rail-more')?.hidePopover()
      }}
      aria-current={isHere ? 'page' : undefined}
    >
      <Icon name={icon} /> {name}
    </a>
  )
}

/** Where the rail leads, and whether one is there. */
export function placesOf(me: Me, space: MySpace): PlaceInRail[] {
  const of = space.id === me.personalSpaceId ? null : space.id
  const list = readAddress(path.value)
  const isBelow = (href: string) => path.value === href || path.value.startsWith(`${href}/`)
  const folders = readFolderAddress(path.value)
  const shown = folders === null ? null : shownFolder.value
  const isInShared = shown !== null && !me.spaces.some(({ id }) => id === shown.spaceId)
  const listed = (kind: ListKind, icon: IconName, isOften = false): PlaceInRail => ({
    href: listAddress({ kind, space: of }),
    name: listNames[kind],
    icon,
    isHere: list?.kind === kind,
    isOften,
  })
  const spacePage = readSpacePage(path.value)
  const onPage = (kind: SpacePage['kind'], name: string, icon: IconName): PlaceInRail => ({
    href: spacePageAddress({ kind, space: of }),
    name,
    icon,
    isHere: spacePage?.kind === kind,
  })
  const places: PlaceInRail[] = [
    listed('library', 'image', true),
    listed('favorites', 'heart'),
    {
      href: folderAddress({ kind: 'albums', space: of, id: null }),
      name: 'Albums',
      icon: 'album',
      isHere: folders?.kind === 'albums' || isBelow('/saved'),
      isOften: true,
    },
    {
      href: folderAddress({ kind: 'folders', space: of, id: null }),
      name: 'Folders',
      icon: 'folder',
      isHere: folders?.kind === 'folders' && !isInShared,
      isOften: true,
    },
    {
      href: '/shared',
      name: 'Shared with me',
      icon: 'share',
      isHere: path.value === '/shared' || isInShared,
    },
    { href: '/shares', name: 'Links', icon: 'link', isHere: path.value === '/shares' },
    { href: '/studio', name: 'Studio', icon: 'pencil', isHere: isBelow('/studio') },
    onPage('map', 'Map', 'pin'),
    onPage('people', 'People', 'user'),
    onPage('tags', 'Tags', 'tag'),
    onPage('duplicates', 'Duplicates', 'copy'),
    onPage('copies', 'Copies', 'check'),
    listed('archive', 'archive'),
    listed('trash', 'trash'),
    {
      href: '/spaces',
      name: 'Spaces',
      icon: 'people',
      isHere: list === null && folders === null && spacePage === null && isBelow('/spaces'),
    },
    { href: '/account', name: 'Account', icon: 'user', isHere: isBelow('/account') },
  ]
  if (me.isAdmin) {
    places.push({ href: '/admin', name: 'Admin', icon: 'shield', isHere: isBelow('/admin') })
  }
  return places
}

/** Whose pictures are shown, with the way to those of others; nothing while there is one space only. */
function SpaceSwitch({ me, space }: { me: Me; space: MySpace }) {
  const kind = readAddress(path.value)?.kind ?? 'library'
  // Favourites are of all spaces.
  if (me.spaces.length < 2 || kind === 'favorites') return null
  const folders = readFolderAddress(path.value)
  const page = readSpacePage(path.value)
  const addressIn = (of: SpaceId | null) =>
    page
      ? spacePageAddress({ kind: page.kind, space: of })
      : folders
        ? folderAddress({ kind: folders.kind, space: of, id: null })
        : listAddress({ kind, space: of })
  return (
    <div class="space-switch">
      <SelectField
        label="Space"
        isLabelHidden
        value={space.id}
        options={me.spaces.map((each) => ({ value: each.id, name: spaceName(each) }))}
        onPick={(id) => navigate(addressIn(id === me.personalSpaceId ? null : id))}
      />
      {space.role === 'viewer' && <span class="quiet">You can look at it, not change it.</span>}
    </div>
  )
}

function HomeStatus({ online, isLive }: { online: boolean | null; isLive: boolean }) {
  const [kind, text] =
    !isLive || online === null
      ? (['plain', 'Connecting…'] as const)
      : online
        ? (['proof', 'Home node online'] as const)
        : (['waiting', 'Home node away'] as const)
  return (
    <p class={`home-status is-${kind}`} role="status">
      <span class="home-dot" /> {text}
    </p>
  )
}

function Storage({ me }: { me: Me }) {
  const used = me.usedBytes + me.reservedBytes
  return (
    <div class="storage">
      <p>
        <strong>{formatBytes(used)}</strong>{' '}
        <span class="quiet">of {formatBytes(me.quotaBytes)}</span>
      </p>
      <Progress value={used / me.quotaBytes} label="Storage used" />
    </div>
  )
}
