import { CopyButton } from '../ui/copy-text.tsx'
import text from './quick-start.md?raw'

interface Part {
  title: string
  says: string
  code: string | null
}

/** The parts of quick-start.md, with the address of this vault in their code. */
function readParts(vault: string): Part[] {
  return text.split(/^#+ /m).flatMap((part) => {
    const [title = '', ...lines] = part.split('\n')
    if (title === '') return []
    const [says = '', code = null] = lines.join('\n').split(/^```\w*\n/m)
    return {
      title,
      says: says.replaceAll('`', '').trim(),
      code: code?.replace('https://vault.example', vault).trim() ?? null,
    }
  })
}

/** How a program begins, in four languages; a test runs the same text. */
export function QuickStart() {
  const [first, ...parts] = readParts(location.origin)
  return (
    <section id="quick-start">
      <h2>{first?.title}</h2>
      <p>{first?.says}</p>
      {parts.map(({ title, says, code }) => (
        <details key={title} class="docs-entry">
          <summary>{title}</summary>
          <div class="docs-body">
            {says !== '' && <p>{says}</p>}
            {code !== null && (
              <>
                <pre class="docs-shape mono">{code}</pre>
                <CopyButton text={code} />
              </>
            )}
          </div>
        </details>
      ))}
    </section>
  )
}
