import './docs.css'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import {
  type ApiDocument,
  apiDocumentSchema,
  groupsOf,
  isAbout,
  type Operation,
} from './api-document.ts'
import { QuickStart } from './quick-start.tsx'
import { ShapeText } from './shape.tsx'
import { TryOperation } from './try-operation.tsx'

/** The whole API to read and to try, from the document that this vault answers itself. */
export function DocsPage() {
  const [document, setDocument] = useState<ApiDocument | 'failed' | null>(null)
  const load = () => {
    setDocument(null)
    readDocument().then(setDocument, () => setDocument('failed'))
  }
  useEffect(load, [])
  if (document === null) return <div class="boot" role="status" aria-label="Loading" />
  if (document === 'failed') {
    return (
      <StateNote
        icon="alert"
        kind="danger"
        title="The description cannot be loaded"
        action={
          <Button kind="primary" icon="retry" onClick={load}>
            Try again
          </Button>
        }
      >
        The vault did not answer.
      </StateNote>
    )
  }
  return <Reference document={document} />
}

async function readDocument(): Promise<ApiDocument> {
  const response = await fetch('/api/openapi.json')
  if (!response.ok) throw new Error('no document')
  return apiDocumentSchema.parse(await response.json())
}

function Reference({ document }: { document: ApiDocument }) {
  const [words, setWords] = useState('')
  const groups = [...groupsOf(document)]
    .map(([name, all]) => ({ name, operations: all.filter((each) => isAbout(each, words)) }))
    .filter(({ operations }) => operations.length > 0)
  return (
    <div class="docs">
      <header>
        <p class="docs-back">
          <a href="/">← To the vault</a>
        </p>
        <h1>
          {document.info.title} API <small>{document.info.version}</small>
        </h1>
        <p>{document.info.description.replaceAll('`', '')}</p>
        <p>
          The same as <a href="/api/openapi.json">an OpenAPI 3.1 document</a>. What is sent from
          here is sent as whoever is signed in. <a href="/faces">Faces</a> can be tried with a
          camera.
        </p>
        <Field
          label="Find an operation"
          type="search"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </header>
      <nav aria-label="Groups">
        {groups.map(({ name }) => (
          <a key={name} href={`#${anchorOf(name)}`}>
            {name}
          </a>
        ))}
      </nav>
      <main>
        {words === '' && <QuickStart />}
        {groups.length === 0 && <p>Nothing here is called “{words}”.</p>}
        {groups.map(({ name, operations }) => (
          <section key={name} id={anchorOf(name)}>
            <h2>{name}</h2>
            {operations.map((each) => (
              <Entry key={each.operationId} operation={each} document={document} />
            ))}
          </section>
        ))}
      </main>
    </div>
  )
}

const anchorOf = (name: string) => name.toLowerCase().replaceAll(' ', '-')

/** One operation; what is in it is made when it is opened. */
function Entry({ operation, document }: { operation: Operation; document: ApiDocument }) {
  const [isOpen, setOpen] = useState(false)
  const { method, path, summary } = operation
  return (
    <details class="docs-entry" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="docs-method mono" data-method={method}>
          {method}
        </span>
        <span class="docs-path mono">{path}</span>
        <span class="docs-says">{summary}</span>
      </summary>
      {isOpen && <EntryBody operation={operation} schemas={document.components.schemas} />}
    </details>
  )
}

const ways: Record<string, string> = {
  session: 'the page’s cookie',
  token: 'a token',
  key: 'a space’s key',
  homeNode: 'a home node’s signature',
}

type Schemas = ApiDocument['components']['schemas']

function EntryBody({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const { security, description, requestBody, responses } = operation
  const opens = security.flatMap((way) => Object.keys(way)).map((way) => ways[way] ?? way)
  return (
    <div class="docs-body">
      <p>
        {opens.length === 0 ? 'Open to everybody.' : `Opened by ${opens.join(', or ')}.`}{' '}
        {description?.replaceAll('`', '')}
      </p>
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <div key={type}>
          <h3>Takes {type}</h3>
          <ShapeText shape={schema} schemas={schemas} />
        </div>
      ))}
      <h3>Answers</h3>
      <ul class="docs-answers">
        {Object.entries(responses).map(([status, { description: says, content }]) => (
          <li key={status}>
            <b class="mono">{status}</b> {says.replaceAll('`', '')}
            {Number(status) < 400 &&
              Object.entries(content ?? {}).map(([type, { schema }]) =>
                type === 'application/json' ? (
                  <ShapeText key={type} shape={schema} schemas={schemas} />
                ) : (
                  <span key={type} class="mono">
                    {' '}
                    {type}
                  </span>
                ),
              )}
          </li>
        ))}
      </ul>
      <h3>Try it</h3>
      <TryOperation operation={operation} />
    </div>
  )
}
