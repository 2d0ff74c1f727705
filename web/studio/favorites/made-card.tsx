import type { ComponentChildren } from 'preact'
import type { GenerationView } from '#contracts/generations'
import { Icon } from '../../ui/icons.tsx'
import { beginDragMade } from './place-made.ts'

/** A picture that was made: to take by a click or to drag onto the canvas. */
export function MadeCard(props: {
  generation: GenerationView
  /** What a click does, read out. */
  label: string
  onTake: () => void
  onBroken: () => void
  children?: ComponentChildren
}) {
  const { generation } = props
  const words = generation.prompt.text || 'Without words'
  return (
    <li class="made-card">
      <button
        type="button"
        class="made-card-take"
        aria-label={`${props.label}: ${words}`}
        title={words}
        draggable={generation.url !== null}
        onDragStart={(event) => beginDragMade(event, generation.id)}
        onClick={props.onTake}
      >
        {generation.url ? (
          <img
            src={generation.url}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
            onError={props.onBroken}
          />
        ) : (
          <span class="made-card-none">
            <Icon name="image" />
          </span>
        )}
        <p>{words}</p>
      </button>
      {props.children && <div class="made-card-tools">{props.children}</div>}
    </li>
  )
}
