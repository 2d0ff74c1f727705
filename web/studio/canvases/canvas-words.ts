/** `Empty`, `1 tile`, `1,204 tiles`. */
export function tilesInWords(count: number): string {
  if (count === 0) return 'Empty'
  return count === 1 ? '1 tile' : `${count.toLocaleString('en')} tiles`
}
