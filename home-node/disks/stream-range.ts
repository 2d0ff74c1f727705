import type { DiskFile } from './disk-fs.ts'

const chunkBytes = 262_144

/** The bytes `start` to `end` (both included) of an open file, which is closed at the end. */
export function streamRange(
  file: DiskFile,
  start: number,
  end: number,
): ReadableStream<Uint8Array> {
  let position = start
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const left = end - position + 1
          if (left > 0) {
            const chunk = new Uint8Array(Math.min(chunkBytes, left))
            const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
            if (bytesRead === 0) throw new Error('the file is shorter than it was')
            position += bytesRead
            controller.enqueue(chunk.subarray(0, bytesRead))
          }
          if (position > end) {
            controller.close()
            await file.close()
          }
        } catch (error) {
          await file.close().catch(() => undefined)
          throw error
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 1 },
  )
}
