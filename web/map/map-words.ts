import type { Cluster } from '#contracts/map'

/** `1,240`, or `12k` where there is no room for more. */
export function shortCount(files: number): string {
  return files < 10_000 ? files.toLocaleString('en') : `${Math.floor(files / 1_000)}k`
}

/** From afar the country of `Lausanne, Switzerland`, from near by the town. */
export function shortPlace(name: string, zoom: number): string {
  const parts = name.split(', ')
  return (zoom < 3.5 ? parts.at(-1) : parts[0]) ?? name
}

/** What a screen reader says of a cluster. */
export function markName({ files, placeName }: Pick<Cluster, 'files' | 'placeName'>): string {
  const count = files === 1 ? '1 picture' : `${files.toLocaleString('en')} pictures`
  return placeName === null ? count : `${count} near ${placeName}`
}
