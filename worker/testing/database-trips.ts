/**
 * The same database, with how many trips to it had to wait for one another: what runs at the same
 * time, or in one batch, counts once. In production each costs as much as D1 is far away.
 */
export function countTrips(database: D1Database): {
  database: D1Database
  /** The longest chain of trips so far, where each began when the one before was over. */
  serial: () => number
} {
  let finished = 0
  let deepest = 0
  const trip = async (run: () => unknown): Promise<unknown> => {
    const depth = finished + 1
    deepest = Math.max(deepest, depth)
    try {
      return await run()
    } finally {
      finished = Math.max(finished, depth)
    }
  }
  const statement = (prepared: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(prepared, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property)
        if (typeof value !== 'function') return value
        if (property === 'bind') {
          return (...values: unknown[]) => statement(target.bind(...values))
        }
        return (...args: unknown[]) => trip(() => Reflect.apply(value, target, args))
      },
    })
  const counted = new Proxy(database, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      if (property === 'prepare') return (sql: string) => statement(target.prepare(sql))
      return (...args: unknown[]) => trip(() => Reflect.apply(value, target, args))
    },
  })
  return { database: counted, serial: () => deepest }
}
