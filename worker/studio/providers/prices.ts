/** Millionths of a dollar for a picture of one megapixel (1,024²), by `provider/model`. */
export type Prices = Readonly<Record<string, number>>

/** What a picture of so many pixels costs, rounded up; 0 where nobody said. */
export function priceOf(prices: Prices, name: string, pixels: number): number {
  return Math.ceil(((prices[name] ?? 0) * pixels) / (1_024 * 1_024))
}
