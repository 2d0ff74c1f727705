/** Opens the page's own file picker, wherever it is. */
export function pickFiles() {
  document.querySelector<HTMLInputElement>('input[type=file][data-picker]')?.click()
}
