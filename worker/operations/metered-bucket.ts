import type { MeterName } from '#contracts/operations'

/** What R2 counts as reading and writing; deleting is free. */
const classOf = new Map<string | symbol, MeterName>([
  ['put', 'r2-class-a'],
  ['list', 'r2-class-a'],
  ['createMultipartUpload', 'r2-class-a'],
  ['get', 'r2-class-b'],
  ['head', 'r2-class-b'],
])
const classOfParts = new Map<string | symbol, MeterName>([
  ['uploadPart', 'r2-class-a'],
  ['complete', 'r2-class-a'],
])

/** The same bucket, whose operations are counted as R2 bills them. */
export function meterBucket(bucket: R2Bucket, count: (name: MeterName) => void): R2Bucket {
  const upload = (found: R2MultipartUpload) => counting(found, classOfParts, count)
  return new Proxy(counting(bucket, classOf, count), {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (property === 'createMultipartUpload') {
        return async (...args: Parameters<R2Bucket['createMultipartUpload']>) =>
          upload(await target.createMultipartUpload(...args))
      }
      if (property === 'resumeMultipartUpload') {
        return (...args: Parameters<R2Bucket['resumeMultipartUpload']>) =>
          upload(target.resumeMultipartUpload(...args))
      }
      return value
    },
  })
}

function counting<Target extends object>(
  target: Target,
  classes: ReadonlyMap<string | symbol, MeterName>,
  count: (name: MeterName) => void,
): Target {
  return new Proxy(target, {
    get(inner, property) {
      const value: unknown = Reflect.get(inner, property)
      if (typeof value !== 'function') return value
      const name = classes.get(property)
      return (...args: unknown[]) => {
        if (name !== undefined) count(name)
        return Reflect.apply(value, inner, args)
      }
    },
  })
}
