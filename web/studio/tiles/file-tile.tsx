import { useCallback, useEffect, useState } from 'preact/hooks'
import { libraryFiles } from './library-files.ts'
import { SteadyPicture } from './steady-picture.tsx'
import type { TileProps } from './tile-props.ts'

/** A picture of the library, as it is there now. */
export function FileTile({ tile, isLarge }: TileProps<'file'>) {
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => libraryFiles.want(tile.file), [tile.file])
  const file = libraryFiles.known.value.get(tile.file)
  const onFailed = useCallback(() => {
    setFailed((before) => {
      // Addresses of pictures end: once a new one is asked for.
      if (!before) libraryFiles.wantAgain(tile.file)
      return true
    })
  }, [tile.file])
  const src = file
    ? isLarge
      ? (file.largeUrl ?? file.thumbUrl)
      : (file.thumbUrl ?? file.largeUrl)
    : null
  return (
    <>
      <SteadyPicture src={src} alt="" onFailed={onFailed} />
      {file === null && <p class="studio-words">This picture is not in the library any more.</p>}
      {file && src === null && <p class="studio-words">{file.name} has no preview yet.</p>}
      {hasFailed && src === null && <p class="studio-words">The picture could not be loaded.</p>}
    </>
  )
}

/** How it is called to somebody who does not see it. */
export function fileTileName({ file }: { file: Parameters<typeof libraryFiles.want>[0] }): string {
  return libraryFiles.known.peek().get(file)?.name ?? 'a picture of the library'
}
