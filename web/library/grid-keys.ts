/** A picture in the grid: which one, and where its middle lies, in CSS pixels from the left. */
export interface GridSpot<Id> {
  id: Id
  middle: number
}

/**
 * Where an arrow key leads from one picture. Left and right follow the order of the list over the
 * ends of rows; up and down go to the nearest picture of the next row. Null where there is no more.
 */
export function spotAfterKey<Id>(
  rows: readonly (readonly GridSpot<Id>[])[],
  from: Id,
  key: string,
): Id | null {
  const rowIndex = rows.findIndex((row) => row.some((spot) => spot.id === from))
  const row = rows[rowIndex]
  const index = row?.findIndex((spot) => spot.id === from) ?? -1
  const spot = row?.[index]
  if (!row || !spot) return null
  switch (key) {
    case 'ArrowRight':
      return (row[index + 1] ?? rows[rowIndex + 1]?.[0])?.id ?? null
    case 'ArrowLeft':
      return (row[index - 1] ?? rows[rowIndex - 1]?.at(-1))?.id ?? null
    case 'ArrowDown':
      return nearest(rows[rowIndex + 1], spot.middle)
    case 'ArrowUp':
      return nearest(rows[rowIndex - 1], spot.middle)
    default:
      return null
  }
}

function nearest<Id>(row: readonly GridSpot<Id>[] | undefined, middle: number): Id | null {
  const [first] = (row ?? []).toSorted(
    (left, right) => Math.abs(left.middle - middle) - Math.abs(right.middle - middle),
  )
  return first?.id ?? null
}
