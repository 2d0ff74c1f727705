export interface WatchedStatement {
  sql: string
  parameters: unknown[]
}

/** The same database, with a list of every statement that was prepared on it and what was bound. */
export function watchDatabase(database: D1Database): {
  database: D1Database
  statements: WatchedStatement[]
} {
  const statements: WatchedStatement[] = []
  const watched = new Proxy(database, {
    get(target, property) {
      if (property === 'prepare') {
        return (sql: string) => {
          const statement = { sql, parameters: [] as unknown[] }
          statements.push(statement)
          return watchStatement(target.prepare(sql), statement)
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { database: watched, statements }
}

function watchStatement(
  prepared: D1PreparedStatement,
  statement: WatchedStatement,
): D1PreparedStatement {
  return new Proxy(prepared, {
    get(target, property) {
      if (property === 'bind') {
        return (...values: unknown[]) => {
          statement.parameters = values
          // The bound statement itself, so that `batch` takes it.
          return target.bind(...values)
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
