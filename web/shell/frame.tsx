import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { IconButton } from '../ui/button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Icon, type IconName, Mark } from '../ui/icons.tsx'
import { follow, path } from '../ui/route.ts'
import { Progress } from '../ui/state-notes.tsx'
import { nextTheme, type Theme, theme } from '../ui/theme.ts'

const places: { href: string; name: string; icon: IconName }[] = [
  { href: '/', name: 'Library', icon: 'image' },
  { href: '/trash', name: 'Trash', icon: 'trash' },
]

const themeIcons: Record<Theme, IconName> = { system: 'system', light: 'sun', dark: 'moon' }

/** The rail beside every page (a bar below it on a phone), and the page's own head. */
export function Frame(props: {
  me: Me
  title: string
  homeOnline: boolean | null
  isLive: boolean
  onPick: () => void
  onSignOut: () => void
  children: ComponentChildren
}) {
  useEffect(() => {
    document.title = `${props.title} · CloudVault`
    return () => {
      document.title = 'CloudVault'
    }
  }, [props.title])
  return (
    <div class="frame">
      <nav class="rail" aria-label="Main">
        <a class="wordmark" href="/" onClick={follow}>
          <Mark /> CloudVault
        </a>
        <button type="button" class="button button-primary rail-upload" onClick={props.onPick}>
          <Icon name="upload" size={18} /> <span>Upload</span>
        </button>
        <ul class="rail-places">
          {places.map(({ href, name, icon }) => (
            <li key={href}>
              <a href={href} onClick={follow} aria-current={isAt(href) ? 'page' : undefined}>
                <Icon name={icon} /> {name}
              </a>
            </li>
          ))}
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
          <HomeStatus online={props.homeOnline} isLive={props.isLive} />
          <div class="page-tools">
            <Tools onSignOut={props.onSignOut} />
          </div>
        </header>
        {props.children}
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

function isAt(href: string): boolean {
  const isTrash = path.value.startsWith('/trash')
  return href === '/trash' ? isTrash : !isTrash
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
