/**
 * Works on items as they come, so many at once; each lane asks for the next when it is done, and
 * nothing is gathered. Ends when there are no more; what `work` throws ends everything.
 */
export async function runLanes<Item>(
  items: AsyncGenerator<Item>,
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const lane = async () => {
    for (;;) {
      const next = await items.next()
      if (next.done === true) return
      await work(next.value)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
