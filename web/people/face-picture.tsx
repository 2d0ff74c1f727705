import type { FaceView } from '#contracts/people'
import { Icon } from '../ui/icons.tsx'

/** How much wider than the face the circle is. */
const margin = 1.5

/** A face cut out of its picture, as a circle of `side` pixels; an outline where there is none. */
export function FacePicture({ face, side }: { face: FaceView | null; side: number }) {
  const size = { width: `${side}px`, height: `${side}px` }
  const url = face && face.box.width < 0.3 ? face.file.largeUrl : face?.file.thumbUrl
  if (!face || !url) {
    return (
      <span class="face-picture" style={size}>
        <Icon name="user" size={Math.round(side / 2)} />
      </span>
    )
  }
  const { box, file } = face
  const [width, height] = [file.width ?? 4, file.height ?? 3]
  const scale = side / (margin * Math.max(box.width * width, box.height * height))
  const left = side / 2 - (box.left + box.width / 2) * width * scale
  const top = side / 2 - (box.top + box.height / 2) * height * scale
  return (
    <span
      class="face-picture"
      style={{
        ...size,
        backgroundImage: `url("${url}")`,
        backgroundSize: `${width * scale}px ${height * scale}px`,
        backgroundPosition: `${left}px ${top}px`,
      }}
    />
  )
}
