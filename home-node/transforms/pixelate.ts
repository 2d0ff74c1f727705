import { add, settle, type Work } from './work.ts'

/**
 * Squares of `side` pixels of one colour, from the upper left. The last ones to the right and below
 * may leave the picture: its edge is drawn out to fill them, and cut off again.
 */
export async function pixelate(work: Work, side: number): Promise<Work> {
  const { width, height } = work.size
  const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)]
  const whole = { width: across * side, height: down * side }
  const [right, bottom] = [whole.width - width, whole.height - height]
  const extended =
    right > 0 || bottom > 0
      ? await add(work, {
          ...{ slot: 'alone', size: whole },
          apply: (pipeline) => pipeline.extend({ right, bottom, extendWith: 'copy' }),
        })
      : work
  const means = await settle(
    await add(extended, {
      ...{ slot: 'resize', size: { width: across, height: down } },
      apply: (pipeline) =>
        pipeline.resize({ width: across, height: down, fit: 'fill', kernel: 'linear' }),
    }),
  )
  const squares = await add(means, {
    ...{ slot: 'resize', size: whole },
    apply: (pipeline) => pipeline.resize({ ...whole, fit: 'fill', kernel: 'nearest' }),
  })
  return await add(squares, {
    ...{ slot: 'extract', size: { width, height } },
    apply: (pipeline) => pipeline.extract({ left: 0, top: 0, width, height }),
  })
}
