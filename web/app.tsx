import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import { type SpaceId, spaceIdSchema } from '#contracts/ids'
import {
  loadSession,
  makeFirstAdmin,
  session,
  signIn,
  signInWithPasskey,
  signOut,
} from './account/state.ts'
import { sentenceOf } from './api.ts'
import { readFolderAddress } from './folders/addresses.ts'
import { forgetFolders } from './folders/folder-store.ts'
import { shownFolder } from './folders/shown-folder.ts'
import { readAddress } from './library/addresses.ts'
import { homeOnline, isAway, isLive, listen } from './library/live.ts'
import { ListPage } from './library/page.tsx'
import { forgetLists } from './library/state.ts'
import type { DroppedFile } from './library/upload-drop.ts'
import {
  addUploads,
  dock,
  forgetUploads,
  forgetUploadsForGood,
  takeUpAgainSoon,
} from './library/upload-state.ts'
import {
  AccountPage,
  AdminPage,
  CopiesPage,
  DocsPage,
  DropZone,
  DuplicatesPage,
  FacesPage,
  FoldersPage,
  FromWebDialog,
  LabelsPage,
  LinksPage,
  MapPage,
  PageKeys,
  PeoplePage,
  PlaygroundPage,
  RegisterPage,
  RequestAccessPage,
  ResetPasswordPage,
  SavedPage,
  SearchPage,
  SetupPage,
  SharedPage,
  SignInPage,
  SpacesPage,
  StudioPage,
  TagsPage,
} from './pages.ts'

import { Frame, listNames } from './shell/frame.tsx'
import { personalSpaceOf, spaceOf } from './shell/own-spaces.ts'
import { readSpacePage } from './shell/space-pages.ts'
import { Button } from './ui/button.tsx'
import { navigate, path, search } from './ui/route.ts'
import { StateNote } from './ui/state-notes.tsx'
import { showToast, Toasts } from './ui/toast.tsx'

/** How often a vault that was not there when the page was opened is looked for. */
const retryMs = 5_000

/** The whole page; the description of the API is there for everybody. */
export function App() {
  return /^(\/api)?\/docs\/?$/.test(path.value) ? <DocsPage /> : <VaultApp />
}

function VaultApp() {
  useEffect(() => void loadSession(), [])
  const current = session.value
  useEffect(() => {
    if (current.state !== 'signed-out') return
    forgetUploads()
    forgetLists()
    forgetFolders()
  }, [current.state])
  useEffect(() => {
    if (current.state !== 'failed') return
    const timer = setInterval(() => void loadSession(), retryMs)
    return () => clearInterval(timer)
  }, [current.state])
  // The viewer is a modal dialog and brings its own.
  const isFileOpen = current.state === 'signed-in' && /\/photo\/fil_\w{26}$/.test(path.value)
  return (
    <>
      {current.state === 'loading' && <div class="boot" role="status" aria-label="Loading" />}
      {current.state === 'failed' && (
        <StateNote
          icon="alert"
          kind="danger"
          title="The vault cannot be reached"
          action={
            <Button kind="primary" icon="retry" onClick={() => void loadSession()}>
              Try again
            </Button>
          }
        >
          {sentenceOf(current.error)}
        </StateNote>
      )}
      {current.state === 'setup' && <Setup />}
      {current.state === 'signed-out' && <Outside />}
      {current.state === 'signed-in' &&
        (path.value === '/reset-password' ? <ResetPasswordPage /> : <Vault me={current.me} />)}
      {!isFileOpen && <Toasts />}
    </>
  )
}

/** What somebody sees who is not signed in: the way in, whatever the address is. */
function Outside() {
  switch (path.value) {
    case '/register':
      return <RegisterPage />
    case '/request-access':
      return <RequestAccessPage />
    case '/reset-password':
      return <ResetPasswordPage />
    default:
      return <SignInPage onSubmit={signIn} onPasskey={signInWithPasskey} />
  }
}

/** The one-time link carries its token behind the #: it is never sent with an address. */
function Setup() {
  const token = path.value === '/setup' ? location.hash.slice(1) : ''
  return (
    <SetupPage
      token={token}
      onSubmit={async (username, password) => {
        await makeFirstAdmin(token, username, password)
        navigate('/', { replace: true })
      }}
    />
  )
}

function Vault({ me }: { me: Me }) {
  const picker = useRef<HTMLInputElement>(null)
  const pick = useCallback(() => picker.current?.click(), [])
  const list = readAddress(path.value, search.value)
  const folders = readFolderAddress(path.value)
  const folder = folders === null ? null : shownFolder.value
  const spacePage = readSpacePage(path.value)
  const namedId = list
    ? (list.space ?? me.personalSpaceId)
    : folders
      ? (folder?.spaceId ?? (folders.id === null ? (folders.space ?? me.personalSpaceId) : null))
      : spacePage
        ? (spacePage.space ?? me.personalSpaceId)
        : spaceIdOf(path.value)
  const named = namedId && spaceOf(me, namedId)
  // Other pages belong to no space: the rail goes on leading to the one that was shown last.
  const lastSpaceId = useRef(me.personalSpaceId)
  if (named) lastSpaceId.current = named.id
  const space = spaceOf(me, lastSpaceId.current) ?? personalSpaceOf(me)
  const canEdit = folder ? folder.canEdit : space.role !== 'viewer'
  const intoSpace = folder?.spaceId ?? space.id
  const intoFolder = folder?.folderId ?? null
  const into = folder?.into ?? null
  const upload = useCallback(
    (files: DroppedFile[]) => addUploads(files, { spaceId: intoSpace, folderId: intoFolder, into }),
    [intoSpace, intoFolder, into],
  )
  useEffect(() => {
    if (/^\/(setup|login|register|request-access)$/.test(path.value))
      navigate('/', { replace: true })
  }, [])
  useEffect(() => {
    const stop = new AbortController()
    listen(space.id, stop.signal)
    return () => stop.abort()
  }, [space.id])
  useEffect(() => takeUpAgainSoon(me.userId), [me.userId])

  const [isFromWeb, setFromWeb] = useState(false)
  const UploadDock = dock.value
  const page = pageOf(path.value)
  return (
    <Frame
      me={me}
      title={page?.title ?? listNames[list?.kind ?? 'library']}
      about={named === null || named.kind === 'personal' ? null : named.name}
      space={space}
      canUpload={canEdit}
      homeOnline={homeOnline.value}
      isLive={isLive.value}
      isAway={isAway.value}
      onPick={pick}
      onFromWeb={() => setFromWeb(true)}
      onSignOut={() => {
        signOut()
          .then(forgetUploadsForGood)
          .then(() => import('./search/forget-recent.ts'))
          .then(({ forgetRecent }) => forgetRecent(me.userId))
          .then(() => import('./studio/sync/pending-store.ts'))
          .then(({ forgetPending }) => forgetPending(me.userId))
          .catch((error: unknown) => showToast(sentenceOf(error), { kind: 'danger' }))
      }}
    >
      {page !== null ? (
        <page.Page me={me} path={path.value} />
      ) : list !== null && named !== null ? (
        <ListPage
          key={`${named.id} ${list.kind}`}
          at={list}
          space={named}
          spaces={me.spaces}
          personalSpaceId={me.personalSpaceId}
          onPick={pick}
        />
      ) : (
        <StateNote
          icon="file"
          title="There is nothing here"
          action={<a href="/">Go to the library</a>}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-picker
        aria-label="Files to upload"
        onChange={(event) => {
          upload([...(event.currentTarget.files ?? [])].map((file) => ({ file, folders: [] })))
          event.currentTarget.value = ''
        }}
      />
      {((list !== null && named !== null) || folder !== null) && canEdit && (
        <DropZone into={into} onFiles={upload} />
      )}
      <PageKeys me={me} space={space} onPick={canEdit ? pick : null} />
      {UploadDock && <UploadDock />}
      {isFromWeb && (
        <FromWebDialog
          to={{ spaceId: intoSpace, folderId: intoFolder, into }}
          onClose={() => setFromWeb(false)}
        />
      )}
    </Frame>
  )
}

const pages = [
  { pattern: /^\/account$/, title: 'Account', Page: AccountPage },
  { pattern: /^\/search(\/|$)/, title: 'Search', Page: SearchPage },
  { pattern: /^\/saved\//, title: 'Saved search', Page: SavedPage },
  { pattern: /^\/shares$/, title: 'Links', Page: LinksPage },
  { pattern: /^\/playground$/, title: 'Playground', Page: PlaygroundPage },
  { pattern: /^\/studio(\/|$)/, title: 'Studio', Page: StudioPage },
  { pattern: /^\/faces(\/|$)/, title: 'Faces', Page: FacesPage },
  { pattern: /^\/shared$/, title: 'Shared', Page: SharedPage },
  { pattern: /^\/spaces(\/[^/]+)?$/, title: 'Spaces', Page: SpacesPage },
  { pattern: /^\/admin(\/[^/]+)?$/, title: 'Administration', Page: AdminPage },
]

/** The space whose own page is at an address: /spaces/ID. */
function spaceIdOf(address: string): SpaceId | null {
  const id = spaceIdSchema.safeParse(/^\/spaces\/([^/]+)$/.exec(address)?.[1])
  return id.success ? id.data : null
}

/** The page of the app at an address that is not one of the library. */
function pageOf(address: string) {
  const folders = readFolderAddress(address)
  if (folders !== null) {
    return { title: folders.kind === 'albums' ? 'Albums' : 'Folders', Page: FoldersPage }
  }
  const ofSpace = readSpacePage(address)
  if (ofSpace?.kind === 'map') return { title: 'Map', Page: MapPage }
  if (ofSpace?.kind === 'people') return { title: 'People', Page: PeoplePage }
  if (ofSpace?.kind === 'copies') return { title: 'Copies', Page: CopiesPage }
  if (ofSpace?.kind === 'tags') return { title: 'Tags', Page: TagsPage }
  if (ofSpace?.kind === 'labels') return { title: 'What is looked for', Page: LabelsPage }
  if (ofSpace !== null) return { title: 'Duplicates', Page: DuplicatesPage }
  return pages.find(({ pattern }) => pattern.test(address)) ?? null
}
