/** Lets the browser save what this page has as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // Not at once: some browsers read it only when the person has chosen a place.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
