/** The form in which usernames are unique and looked up. */
export function foldUsername(username: string): string {
  return username.normalize('NFKC').toLowerCase()
}

/** What somebody typed to sign in, as it is looked up: a username or an e-mail address. */
export function foldLogin(text: string): string {
  return foldUsername(text.trim())
}
