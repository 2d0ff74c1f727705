import { useEffect, useState } from 'preact/hooks'

/** What stands behind the # of the address. It is never sent along, so that links carry secrets there. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash.slice(1))
  useEffect(() => {
    const read = () => setHash(location.hash.slice(1))
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  return hash
}
