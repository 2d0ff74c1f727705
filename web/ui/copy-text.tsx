import { useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

/** A link or a key to take along: the whole text, and a button that copies it. */
export function CopyText({ label, text }: { label: string; text: string }) {
  return (
    <div class="copy-text">
      <Field
        label={label}
        class="mono"
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={text} />
    </div>
  )
}

/** Copies a text, and says once it has. */
export function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <Button
      icon={isCopied ? 'check' : 'copy'}
      onClick={() => {
        // Refused without a secure page; the text can still be selected and copied by hand.
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }}
    >
      {isCopied ? 'Copied' : 'Copy'}
    </Button>
  )
}
