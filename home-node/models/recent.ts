/** Keeps the values that were asked for last, at most `most` of them. */
export interface Recent<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
}

export function makeRecent<Value>(most: number): Recent<Value> {
  // A Map keeps the order in which keys came: the first is the one that was not asked for longest.
  const values = new Map<string, Value>()
  function set(key: string, value: Value): void {
    values.delete(key)
    values.set(key, value)
    const [oldest] = values.keys()
    if (values.size > most && oldest !== undefined) values.delete(oldest)
  }
  return {
    get(key) {
      const value = values.get(key)
      if (value !== undefined) set(key, value)
      return value
    },
    set,
  }
}
