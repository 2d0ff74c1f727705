import type { PersonView } from '#contracts/people'
import { IconButton } from '../ui/button.tsx'
import { FacePicture } from './face-picture.tsx'

/** A person: their face, their name or that they have none, and what can be done with them. */
export function PersonCard(props: {
  person: PersonView
  canEdit: boolean
  isChosen: boolean
  onOpen: () => void
  onChoose: () => void
  onName: () => void
  onHide: () => void
  onFavorite: () => void
}) {
  const { person, canEdit } = props
  const name = person.name ?? 'No name yet'
  return (
    <li class="person-card" data-chosen={props.isChosen}>
      <button type="button" class="person-open" onClick={props.onOpen}>
        <FacePicture face={person.cover} side={112} />
        <span class={person.name === null ? 'person-name quiet' : 'person-name'}>{name}</span>
        <span class="quiet person-count">
          {person.faces === 1 ? '1 picture' : `${person.faces} pictures`}
        </span>
      </button>
      {canEdit && (
        <div class="person-actions">
          <IconButton icon="pencil" label={`Name: ${name}`} onClick={props.onName} />
          <IconButton
            icon="star"
            label={person.isFavorite ? 'No favourite any more' : 'Favourite'}
            aria-pressed={person.isFavorite}
            onClick={props.onFavorite}
          />
          <IconButton
            icon={person.isHidden ? 'restore' : 'minus'}
            label={person.isHidden ? `Show ${name} again` : `Hide ${name}`}
            onClick={props.onHide}
          />
          <IconButton
            icon="check"
            label={`Choose ${name} to merge`}
            aria-pressed={props.isChosen}
            onClick={props.onChoose}
          />
        </div>
      )}
    </li>
  )
}
