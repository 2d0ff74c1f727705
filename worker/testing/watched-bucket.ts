export interface WatchedPut {
  key: string
  metadataBytes: number
  /** Whether the same key was being written when this put began. */
  overlaps: boolean
}

/** The same bucket, with a list of every put. */
export function watchBucket(bucket: R2Bucket): { bucket: R2Bucket; puts: WatchedPut[] } {
  const puts: WatchedPut[] = []
  const open = new Map<string, number>()
  const watched = new Proxy(bucket, {
    get(target, property) {
      if (property === 'put') {
        return async (...args: Parameters<R2Bucket['put']>) => {
          const [key, , options] = args
          const metadata = JSON.stringify(options?.customMetadata ?? {})
          const others = open.get(key) ?? 0
          puts.push({ key, metadataBytes: Buffer.byteLength(metadata) - 2, overlaps: others > 0 })
          open.set(key, others + 1)
          try {
            return await target.put(...args)
          } finally {
            open.set(key, (open.get(key) ?? 1) - 1)
          }
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { bucket: watched, puts }
}
