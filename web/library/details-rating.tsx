import type { FileView } from '#contracts/files'
import { Icon } from '../ui/icons.tsx'
import { rate } from './details-save.ts'

const all = [1, 2, 3, 4, 5]

/** One to five stars. The one that is set takes them away again. */
export function Rating({ file, canEdit }: { file: FileView; canEdit: boolean }) {
  const now = file.rating ?? 0
  const words = now === 0 ? 'No stars' : now === 1 ? '1 star' : `${now} stars`
  if (!canEdit) {
    if (now === 0) return null
    return (
      <p class="stars" role="img" aria-label={words}>
        {all.map((star) => (
          <span key={star} class={`star ${star <= now ? 'is-filled' : ''}`}>
            <Icon name="star" size={18} />
          </span>
        ))}
      </p>
    )
  }
  return (
    <fieldset class="stars" aria-label={`Rating: ${words}`}>
      {all.map((star) => (
        <button
          key={star}
          type="button"
          class={`star ${star <= now ? 'is-filled' : ''}`}
          aria-label={star === 1 ? '1 star' : `${star} stars`}
          aria-pressed={star === now}
          title={star === now ? 'Take the stars away (0)' : `${star} of 5 (${star})`}
          onClick={() => void rate(file, star === now ? 0 : star)}
        >
          <Icon name="star" size={20} />
        </button>
      ))}
    </fieldset>
  )
}
