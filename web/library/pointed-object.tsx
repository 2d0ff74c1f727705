import { signal } from '@preact/signals'
import type { ObjectFound } from '#contracts/found'

/** The object that is pointed at in the details; its box is drawn over the picture. */
export const pointedObject = signal<ObjectFound | null>(null)

/** The box of that object; `scale` is by how much the picture is enlarged, so the line is not. */
export function PointedObject({ scale }: { scale: number }) {
  const object = pointedObject.value
  if (object === null) return null
  const { left, top, width, height } = object.box
  const share = (value: number) => `${(value * 100).toFixed(2)}%`
  return (
    <div
      // What is small is not to be covered by its name; at the upper edge there is no room above.
      class={`found-box ${top > 0.1 ? 'is-named-above' : ''}`}
      style={{
        ...{ left: share(left), top: share(top), width: share(width), height: share(height) },
        outlineWidth: `${2 / scale}px`,
      }}
      aria-hidden="true"
    >
      <span style={{ transform: `scale(${1 / scale})` }}>{object.label}</span>
    </div>
  )
}
