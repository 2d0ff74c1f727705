import { useEffect, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import { navigate } from '../ui/route.ts'
import { JumpDialog } from './jump-dialog.tsx'
import { KeySheet } from './key-sheet.tsx'

/**
 * The keys that mean the same on every page: `u` opens the file picker, `/` goes to the search field,
 * `g` asks where to go, `?` lists the keys. Over an open file only the last does.
 */
export function PageKeys(props: { me: Me; space: MySpace; onPick: (() => void) | null }) {
  const { onPick } = props
  const [open, setOpen] = useState<'keys' | 'jump' | null>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return
      const { target } = event
      if (target instanceof HTMLElement && target.closest('input, textarea, select')) return
      // A dialog asks something first.
      if (document.querySelector('.dialog[open]')) return
      const isFileOpen = document.querySelector('dialog[open]') !== null
      if (event.key === '?') setOpen('keys')
      else if (isFileOpen) return
      else if (event.key === 'u' && onPick) onPick()
      else if (event.key === '/') {
        const field = document.querySelector<HTMLInputElement>('.page input[type=search]')
        // A phone shows it on its own page only.
        if (field?.checkVisibility()) field.focus()
        else navigate('/search')
      } else if (event.key === 'g') {
        setOpen('jump')
      } else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [onPick])
  // A dialog says so a moment after it has closed: another may be open by then.
  const close = (closed: typeof open) => () => setOpen((now) => (now === closed ? null : now))
  if (open === 'keys') return <KeySheet onClose={close('keys')} />
  if (open === 'jump') {
    return <JumpDialog me={props.me} space={props.space} onClose={close('jump')} />
  }
  return null
}
