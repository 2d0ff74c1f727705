// Sends what a guest chose one file at a time, with how far it is, where the form alone would send all
// in one piece. No import: it is all that a guest's phone runs.

const form = document.querySelector<HTMLFormElement>('#drop')
const list = document.querySelector<HTMLElement>('#sending')
const input = form?.querySelector<HTMLInputElement>('input[type=file]')

if (form && list && input) {
  const button = form.querySelector('button')
  // It goes off once they are chosen.
  if (button) button.hidden = true
  input.addEventListener('change', () => void sendAll(form, list, [...(input.files ?? [])]))
  addEventListener('dragover', (event) => event.preventDefault())
  addEventListener('drop', (event) => {
    event.preventDefault()
    void sendAll(form, list, [...(event.dataTransfer?.files ?? [])])
  })
}

let isSending = false
addEventListener('beforeunload', (event) => {
  if (isSending) event.preventDefault()
})

async function sendAll(to: HTMLFormElement, rows: HTMLElement, files: File[]) {
  if (isSending || files.length === 0) return
  isSending = true
  rows.hidden = false
  const lines = files.map((file) => ({ file, line: addLine(rows, file.name) }))
  let failed = 0
  for (const { file, line } of lines) {
    const problem = await send(to, file, line.bar).catch(() => 'It did not arrive. Send it again.')
    line.said.textContent = problem ?? 'Arrived'
    line.bar.remove()
    if (problem !== null) failed++
  }
  isSending = false
  if (failed === 0) location.reload()
}

function addLine(rows: HTMLElement, name: string) {
  const [row, text, said, bar] = [
    document.createElement('li'),
    document.createElement('span'),
    document.createElement('small'),
    document.createElement('progress'),
  ]
  text.append(name, document.createElement('br'), said)
  said.setAttribute('role', 'status')
  said.textContent = 'Waiting'
  bar.setAttribute('aria-label', name)
  row.append(text, bar)
  rows.append(row)
  return { said, bar }
}

/** Resolves to why the vault refused it, or null. */
function send(to: HTMLFormElement, file: File, bar: HTMLProgressElement): Promise<string | null> {
  const most = Number(to.getAttribute('data-most'))
  if (file.size > most) {
    return Promise.resolve(`It is larger than ${Math.floor(most / 1_000_000)} MB.`)
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${to.action}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => {
      bar.max = total
      bar.value = loaded
    }
    request.onerror = reject
    request.onload = () => resolve(request.status === 201 ? null : detailOf(request.responseText))
    request.send(file)
  })
}

function detailOf(text: string): string {
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said === 'object' && said && 'detail' in said) return String(said.detail)
  } catch {
    // No problem of the vault: something on the way.
  }
  return 'It did not arrive. Send it again.'
}
