import { useEffect, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'

/** The recovery codes, this once, to be copied or saved. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = `${codes.join('\n')}\n`
  return (
    <Dialog
      title="Keep these recovery codes"
      isKept
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <div class="dialog-form">
        <p>
          When your phone is gone, each of them opens the account one time. They are shown now and
          never again: put them where you keep important papers, or in a password manager.
        </p>
        <ul class="recovery-codes mono">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div class="recovery-actions">
          <CopyButton text={text} />
          <SaveAs name="cloudvault-recovery-codes.txt" text={text} />
        </div>
      </div>
    </Dialog>
  )
}

/** A link that saves a text as a file; the text stays in the browser. */
function SaveAs({ name, text }: { name: string; text: string }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [text])
  if (url === null) return null
  return (
    <a class="button" href={url} download={name}>
      <Icon name="download" size={18} /> Download
    </a>
  )
}
