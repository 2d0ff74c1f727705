/** What stands for pictures that are being read. */
export function GridSkeleton() {
  return (
    <div class="grid-skeleton" role="status" aria-label="Loading">
      {[1.5, 0.8, 1.3, 1, 1.8, 1.2, 0.7, 1.6].map((aspect) => (
        <span
          key={aspect}
          class="skeleton"
          style={{ flexGrow: aspect, aspectRatio: `${aspect}` }}
        />
      ))}
    </div>
  )
}
