import '../ui/tabs.css'
import './faces.css'
import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { OrganizationView } from '#contracts/face-api'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { follow } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { CallList } from './call-list.tsx'
import { ComparePart } from './compare-part.tsx'
import { ConsentNote } from './consent-note.tsx'
import { ExplorePart } from './explore-part.tsx'
import { heldKey } from './face-calls.ts'
import { KeysPart } from './keys-part.tsx'
import { LivePart } from './live-part.tsx'
import { NewOrganization } from './new-organization.tsx'
import { readOrganizations } from './organization-calls.ts'
import { OrganizationPart } from './organization-part.tsx'
import { RegisterPart } from './register-part.tsx'
import { SubjectsPart } from './subjects-part.tsx'

export interface PartProps {
  me: Me
  organization: OrganizationView
  /** Reads the organizations again; what changed is theirs. */
  onChanged: () => Promise<void>
}

const parts = [
  { href: '/faces', name: 'Recognize', Part: LivePart, seesFaces: true },
  { href: '/faces/register', name: 'Register', Part: RegisterPart, seesFaces: true },
  { href: '/faces/subjects', name: 'Subjects', Part: SubjectsPart, seesFaces: false },
  { href: '/faces/compare', name: 'Compare', Part: ComparePart, seesFaces: true },
  { href: '/faces/explore', name: 'Explore', Part: ExplorePart, seesFaces: true },
  { href: '/faces/keys', name: 'Keys', Part: KeysPart, seesFaces: false },
  { href: '/faces/organization', name: 'Organization', Part: OrganizationPart, seesFaces: false },
] as const

/** All that the face API does, with the camera or without: each call is shown as a command. */
export function FacesPage({ me, path }: { me: Me; path: string }) {
  const [all, setAll] = useState<readonly OrganizationView[] | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isMaking, setMaking] = useState(false)
  const load = async () => {
    setSentence(null)
    await readOrganizations().then(setAll, (error: unknown) => setSentence(sentenceOf(error)))
  }
  useEffect(() => void load(), [])
  const organization = all?.find(({ id }) => id === chosenId) ?? all?.[0] ?? null
  // A key opens one organization only, and nobody knows it once the page is left.
  useEffect(() => {
    const held = heldKey.value
    if (held && held.organization !== organization?.organization) heldKey.value = null
  }, [organization?.organization])
  useEffect(
    () => () => {
      heldKey.value = null
    },
    [],
  )
  const part = parts.find(({ href }) => href === path) ?? parts[0]
  return (
    <div class="faces">
      <header class="faces-head">
        <p class="quiet">
          Registers people by their faces and recognizes them, in organizations that know nothing of
          each other. The <a href="/docs#faces">description of the API</a> has every field.
        </p>
        {all && all.length > 0 && organization && (
          <SelectField
            label="Organization"
            value={organization.id}
            options={all.map(({ id, organization: name }) => ({ value: id, name }))}
            onPick={setChosenId}
          />
        )}
        {all && all.length > 0 && (
          <Button icon="plus" onClick={() => setMaking(true)}>
            New organization
          </Button>
        )}
      </header>
      {sentence !== null && (
        <StateNote
          icon="alert"
          kind="danger"
          title="The organizations could not be loaded"
          action={<Button onClick={() => void load()}>Try again</Button>}
        >
          {sentence}
        </StateNote>
      )}
      {all === null && sentence === null && (
        <div class="faces-loading" role="status" aria-label="Loading">
          <span class="skeleton" />
        </div>
      )}
      {all?.length === 0 && (
        <StateNote
          icon="people"
          title="No organization yet"
          action={
            <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
              New organization
            </Button>
          }
        >
          An organization holds the faces that it knows, apart from all others and from the library.
        </StateNote>
      )}
      {organization && (
        <>
          <nav class="tabs" aria-label="Face API">
            {parts.map(({ href, name }) => (
              <a
                key={href}
                href={href}
                onClick={follow}
                aria-current={href === part.href ? 'page' : undefined}
              >
                {name}
              </a>
            ))}
          </nav>
          {part.seesFaces && !organization.isConsented ? (
            <ConsentNote key={organization.id} organization={organization} onChanged={load} />
          ) : (
            <part.Part
              key={`${part.href} ${organization.id}`}
              me={me}
              organization={organization}
              onChanged={load}
            />
          )}
        </>
      )}
      <CallList />
      {isMaking && (
        <NewOrganization
          onMade={async ({ id }) => {
            await load()
            setChosenId(id)
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  )
}
