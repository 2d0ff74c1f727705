/** Why the vault cannot start, as one sentence for the person at the terminal. */
export class LaunchError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'LaunchError'
  }
}
