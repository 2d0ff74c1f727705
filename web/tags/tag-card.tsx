import type { TagCount } from '#contracts/tags'
import { CardPictures } from '../folders/card-pictures.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { countWords } from './tag-words.ts'

/** A tag with its latest picture. The card leads to its files; F2 renames it, Delete deletes it. */
export function TagCard(props: {
  tag: TagCount
  href: string
  isChosen: boolean
  /** Others are chosen: every card shows its box. */
  isChoosing: boolean
  onChoose: ((isChosen: boolean) => void) | null
  onTask: (task: 'rename' | 'delete') => void
  onBroken: () => void
}) {
  const { tag, isChosen, onChoose } = props
  const { thumbUrl, thumbhash, fileId } = tag.cover
  return (
    <li class={`tag-card ${isChosen ? 'is-chosen' : ''} ${props.isChoosing ? 'is-choosing' : ''}`}>
      <a
        href={props.href}
        onClick={follow}
        onKeyDown={(event) => {
          if (event.key === 'F2') props.onTask('rename')
          if (event.key === 'Delete') props.onTask('delete')
        }}
      >
        <CardPictures
          kind="album"
          pictures={thumbUrl === null ? [] : [{ fileId, thumbUrl, thumbhash }]}
          onBroken={props.onBroken}
        />
        <span class="tag-card-text">
          <span class="tag-card-name">{tag.tag}</span>
          <span class="tag-card-count quiet figures">
            <Icon name={tag.byHand > 0 ? 'user' : 'system'} size={14} />
            <span class="visually-hidden">
              {tag.byHand > 0 ? 'Written by people: ' : 'Found by engines: '}
            </span>
            {countWords(tag)}
          </span>
        </span>
      </a>
      {onChoose && (
        <label class="tag-card-choose">
          <input
            type="checkbox"
            aria-label={`Choose ${tag.tag}`}
            checked={isChosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </label>
      )}
    </li>
  )
}
