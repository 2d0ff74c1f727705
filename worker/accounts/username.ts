/** The form in which usernames are unique and looked up. */
export function foldUsername(username: string): string {
  return username.normalize('NFKC').toLowerCase()
}
