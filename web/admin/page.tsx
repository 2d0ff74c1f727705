import '../ui/tabs.css'
import './admin.css'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { follow } from '../ui/route.ts'
import { StateNote } from '../ui/state-notes.tsx'
import { AuditTab } from './audit-tab.tsx'
import { loadOverview, overview } from './calls.ts'
import { IndexingTab } from './indexing-tab.tsx'
import { InvitesTab } from './invites-tab.tsx'
import { LimitsTab } from './limits-tab.tsx'
import { OperationsTab } from './operations-tab.tsx'
import { RequestsTab } from './requests-tab.tsx'
import { TransformsTab } from './transforms-tab.tsx'
import { UsersTab } from './users-tab.tsx'

interface Tab {
  href: string
  name: string
  Body: ComponentType<{ me: Me }>
}

const tabs: readonly Tab[] = [
  { href: '/admin', name: 'Users', Body: UsersTab },
  { href: '/admin/invites', name: 'Invites', Body: InvitesTab },
  { href: '/admin/requests', name: 'Requests', Body: RequestsTab },
  { href: '/admin/indexing', name: 'Indexing', Body: IndexingTab },
  { href: '/admin/transforms', name: 'Transforms', Body: TransformsTab },
  { href: '/admin/operations', name: 'Operations', Body: OperationsTab },
  { href: '/admin/audit', name: 'Audit', Body: AuditTab },
  { href: '/admin/limits', name: 'Limits', Body: LimitsTab },
]

/** The vault's administration: users, invites, requests, indexing, transforms, operations, audit and limits, one tab each. */
export function AdminPage({ me, path }: { me: Me; path: string }) {
  useEffect(() => {
    if (me.isAdmin) void loadOverview()
  }, [me.isAdmin])
  const tab = tabs.find(({ href }) => href === path)
  if (!me.isAdmin || tab === undefined) return <NothingHere isAdmin={me.isAdmin} />
  return (
    <div class="admin">
      <nav class="tabs" aria-label="Administration">
        {tabs.map(({ href, name }) => (
          <a
            key={href}
            href={href}
            onClick={follow}
            aria-current={href === path ? 'page' : undefined}
          >
            {name} {href === '/admin/requests' && <Waiting />}
          </a>
        ))}
      </nav>
      <tab.Body key={tab.href} me={me} />
    </div>
  )
}

/** How many requests nobody has answered yet. */
function Waiting() {
  const waiting = overview.value.value?.pendingRequests ?? 0
  if (waiting === 0) return null
  return (
    <span class="tab-count">
      {waiting} <span class="visually-hidden">waiting</span>
    </span>
  )
}

function NothingHere({ isAdmin }: { isAdmin: boolean }) {
  return (
    <StateNote
      icon={isAdmin ? 'file' : 'shield'}
      title={isAdmin ? 'There is nothing here' : 'Only for admins'}
      action={
        <a href={isAdmin ? '/admin' : '/'} onClick={follow}>
          {isAdmin ? 'Go to the users' : 'Go to the library'}
        </a>
      }
    >
      {!isAdmin && 'An admin of this vault can make you one too.'}
    </StateNote>
  )
}
