export interface WatchedStatement {
  sql: string
  parameters: unknown[]
}

/**
 * The same database, with a list of every statement that ran on it and what was bound. One that is
 * prepared once and bound anew each time stands there as often as it was bound.
 */
export function watchDatabase(database: D1Database): {
  database: D1Database
  statements: WatchedStatement[]
} {
  const statements: WatchedStatement[] = []
  const unbound = new WeakMap<object, string>()
  const watched = new Proxy(database, {
    get(target, property) {
      if (property === 'prepare') {
        return (sql: string) => {
          const record = (parameters: unknown[]) => void statements.push({ sql, parameters })
          const statement = watchStatement(target.prepare(sql), record)
          unbound.set(statement, sql)
          return statement
        }
      }
      if (property === 'batch') {
        return (batch: D1PreparedStatement[]) => {
          for (const statement of batch) {
            const sql = unbound.get(statement)
            if (sql !== undefined) statements.push({ sql, parameters: [] })
          }
          return target.batch(batch)
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { database: watched, statements }
}

const runs = new Set<string | symbol>(['all', 'first', 'raw', 'run'])

function watchStatement(
  prepared: D1PreparedStatement,
  record: (parameters: unknown[]) => void,
): D1PreparedStatement {
  return new Proxy(prepared, {
    get(target, property) {
      if (property === 'bind') {
        return (...values: unknown[]) => {
          record(values)
          // The bound statement itself, so that `batch` takes it.
          return target.bind(...values)
        }
      }
      if (runs.has(property)) record([])
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
