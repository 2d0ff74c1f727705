const makers: Readonly<Record<string, string>> = {
  home: 'The home node',
  edge: 'Cloudflare Images',
  'edge-and-home': 'Both: made small at the edge, the rest at home',
}

/** Who made pictures, for people. */
export function makerWords(name: string): string {
  return makers[name] ?? name
}

const failures: Readonly<Record<string, string>> = {
  home_node_offline: 'The home node was away',
  undecodable: 'The picture is broken',
  too_large: 'It would have been too large',
  capability_missing: 'Nothing there can do it',
  try_again: 'It could not be made just then',
  gone: 'The original is not in R2',
  internal: 'Something else went wrong',
}

/** Why pictures could not be made, for people. */
export function failureWords(code: string): string {
  return failures[code] ?? 'It was refused'
}

/** `48 ms`, `2.3 s` */
export function msWords(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
