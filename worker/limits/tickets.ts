/** How many subjects' tickets are remembered; the oldest go first, and cost no more than another. */
const subjectsMax = 10_000

/**
 * What is left of each subject's last ticket. Kept by one isolate for all of its requests. Tickets do
 * not age: an old one lets at most its rest through.
 */
export class Tickets {
  readonly #left = new Map<string, number>()

  /**
   * Uses one of the requests that a ticket covers, and buys the next ticket when there are none left;
   * false when none is to be had. Those that arrive while it is being bought already ride on it, so
   * that a burst does not buy a ticket each.
   */
  async take(key: string, requestsPerTicket: number, buy: () => Promise<boolean>) {
    const left = this.#left.get(key) ?? 0
    if (left > 0) {
      this.#left.set(key, left - 1)
      return true
    }
    this.#left.delete(key)
    this.#left.set(key, requestsPerTicket - 1)
    const [oldest] = this.#left.keys()
    if (this.#left.size > subjectsMax && oldest !== undefined) this.#left.delete(oldest)
    if (await buy()) return true
    this.#left.delete(key)
    return false
  }
}
