import { ownConnection, people } from '../sync/canvas-sync.ts'

const maxShown = 4

/** Who else is on the canvas, each once however many pages they have open. */
export function People() {
  const own = people.value.find(({ connection }) => connection === ownConnection.value)
  const others = [
    ...new Map(
      people.value
        .filter(({ userId }) => userId !== own?.userId)
        .map((person) => [person.userId, person]),
    ).values(),
  ]
  if (others.length === 0) return null
  return (
    <ul class="studio-people" aria-label="Also here">
      {others.slice(0, maxShown).map(({ userId, username, colour, canEdit }) => (
        <li
          key={userId}
          class={`is-person-${colour}`}
          title={canEdit ? username : `${username} (looks on)`}
        >
          <span class="visually-hidden">{username}</span>
          <span aria-hidden="true">{initialOf(username)}</span>
        </li>
      ))}
      {others.length > maxShown && <li class="is-more">+{others.length - maxShown}</li>}
    </ul>
  )
}

const initialOf = (name: string) => (Array.from(name)[0] ?? '?').toLocaleUpperCase()
