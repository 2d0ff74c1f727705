import { createHash } from 'node:crypto'
import { sha256Schema } from '#contracts/ids'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readStream } from '../../http/read-body.ts'
import { engineProblem } from '../../images/engine-problem.ts'
import { pictureMaxBytes } from '../providers/generator.ts'
import { readPicture } from '../providers/picture-bytes.ts'

type Sized = NonNullable<Awaited<ReturnType<typeof readPicture>>>

/**
 * A picture in other sizes, by whoever makes pictures here (the home node's resampling is Lanczos).
 * Throws `home_node_offline`, `undecodable`, `too_large`.
 */
export async function resizePicture(
  deps: Pick<Deps, 'imageEngine'>,
  { bytes, mimeType, width, height }: Sized,
  to: { fit: 'inside' | 'fill'; width: number; height: number },
): Promise<Sized> {
  const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
  const step = {
    op: 'resize',
    ...to,
    ...(to.fit === 'fill' && { enlarge: true as const }),
  } as const
  try {
    const { body } = await deps.imageEngine.run(
      { steps: [step], output: { format: 'png', quality: 100 } },
      {
        ...{ sha256, sizeBytes: bytes.length, picture: { mimeType, size: { width, height } } },
        open: async () => new Blob([new Uint8Array(bytes)]).stream(),
      },
    )
    const made = await readPicture(await readStream(body, pictureMaxBytes))
    if (made === null) throw new AppError('undecodable', 'The resized picture cannot be read.')
    return made
  } catch (error) {
    throw engineProblem(error)
  }
}
