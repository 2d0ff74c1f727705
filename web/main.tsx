import './ui/zod-without-eval.ts'
import '@fontsource-variable/schibsted-grotesk/wght.css'
import '@fontsource-variable/spline-sans-mono/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/ui.css'
import './account/account.css'
import './shell/shell.css'
import './library/library.css'
import { render } from 'preact'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')

if (import.meta.env.DEV && location.pathname === '/kit') {
  // The kit is for whoever builds pages; it is not part of the built app.
  const { Kit } = await import('./kit/page.tsx')
  render(<Kit />, root)
} else {
  render(<App />, root)
}
