import type { Shape } from './api-document.ts'

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1)

/** A JSON shape as people write types: names, what they hold, and `?` where they may be missing. */
export function ShapeText({ shape, schemas }: { shape: Shape; schemas: Record<string, Shape> }) {
  return (
    <pre class="docs-shape mono">
      <Text shape={shape} schemas={schemas} depth={0} isOpen />
    </pre>
  )
}

interface TextProps {
  shape: Shape
  schemas: Record<string, Shape>
  depth: number
  /** Whether a shape that has a name is spelled out: only where it is what is shown. */
  isOpen?: boolean
}

function Text({ shape, schemas, depth, isOpen = false }: TextProps) {
  const inner = { schemas, depth }
  if (shape.$ref) {
    const name = nameOf(shape.$ref)
    const named = schemas[name]
    return isOpen && named ? <Text shape={named} {...inner} isOpen /> : <b>{name}</b>
  }
  if (shape.const !== undefined) return <>{JSON.stringify(shape.const)}</>
  if (shape.enum) return <>{shape.enum.map((each) => JSON.stringify(each)).join(' | ')}</>
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) {
    return (
      <>
        {choices.map((choice, index) => (
          <span key={index}>
            {index > 0 && ' | '}
            <Text shape={choice} {...inner} />
          </span>
        ))}
      </>
    )
  }
  if (shape.items) {
    return (
      <>
        <Text shape={shape.items} {...inner} isOpen={isOpen && !shape.items.$ref} />
        []
      </>
    )
  }
  if (shape.properties) return <Properties shape={shape} {...inner} />
  if (typeof shape.additionalProperties === 'object') {
    return (
      <>
        {'{ [name]: '}
        <Text shape={shape.additionalProperties} {...inner} />
        {' }'}
      </>
    )
  }
  const type = Array.isArray(shape.type) ? shape.type.join(' | ') : shape.type
  return <>{type ?? 'any'}</>
}

function Properties({ shape, schemas, depth }: TextProps) {
  const pad = '  '.repeat(depth + 1)
  return (
    <>
      {'{\n'}
      {Object.entries(shape.properties ?? {}).map(([name, each]) => (
        <span key={name}>
          {pad}
          <span class="docs-name">{name}</span>
          {shape.required?.includes(name) ? ': ' : '?: '}
          <Text shape={each} schemas={schemas} depth={depth + 1} />
          {'\n'}
        </span>
      ))}
      {`${'  '.repeat(depth)}}`}
    </>
  )
}
