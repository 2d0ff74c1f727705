import type { Box } from '#contracts/found'
import { Icon } from '../ui/icons.tsx'
import type { GivenPicture } from './given-picture.ts'

/** A picture with what was seen in it. A picture of elsewhere is only named: the page fetches nothing. */
export function BoxedPicture(props: {
  picture: GivenPicture
  boxes: readonly { box: Box; label?: string; isKnown?: boolean }[]
}) {
  const { picture, boxes } = props
  if (picture.previewUrl === null) {
    return (
      <span class="faces-boxed faces-boxed-none">
        <Icon name="link" size={28} />
        <span>{picture.name}</span>
      </span>
    )
  }
  return (
    <span class="faces-boxed">
      <img src={picture.previewUrl} alt={picture.name} />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {boxes.map(({ box: { left, top, width, height }, isKnown = false }) => (
          <rect
            key={`${left} ${top}`}
            data-known={isKnown}
            x={left}
            y={top}
            width={width}
            height={height}
            vector-effect="non-scaling-stroke"
          />
        ))}
      </svg>
      {boxes.map(
        ({ box, label }) =>
          label && (
            <span
              key={`${box.left} ${box.top}`}
              class="faces-box-label"
              style={{ left: `${box.left * 100}%`, top: `${box.top * 100}%` }}
            >
              {label}
            </span>
          ),
      )}
    </span>
  )
}
