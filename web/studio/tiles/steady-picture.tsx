import { useEffect, useState } from 'preact/hooks'

/**
 * A picture that stays until the next one is there, whole: nothing flashes and nothing stands in for it.
 * A picture that comes later than the one after it is not shown any more.
 */
export function SteadyPicture(props: {
  src: string | null
  alt: string
  /** It could not be loaded. */
  onFailed: () => void
}) {
  const { src, onFailed } = props
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    if (src === null || src === shown) return
    let isOver = false
    const picture = new Image()
    picture.src = src
    picture.decode().then(
      () => !isOver && setShown(src),
      () => !isOver && onFailed(),
    )
    return () => {
      isOver = true
    }
  }, [src, shown, onFailed])
  if (shown === null) return null
  return <img class="studio-picture" src={shown} alt={props.alt} draggable={false} />
}
