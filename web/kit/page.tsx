import './kit.css'
import { signal } from '@preact/signals'
import { Ledger } from '../library/ledger.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Icon, type IconName, iconNames, Mark } from '../ui/icons.tsx'
import { Badge, Progress, StateNote } from '../ui/state-notes.tsx'
import { showToast, Toasts } from '../ui/toast.tsx'

const roles = [
  'surface',
  'surface-raised',
  'surface-sunk',
  'text',
  'text-quiet',
  'line',
  'line-strong',
  'accent',
  'accent-text',
  'proof',
  'proof-surface',
  'waiting',
  'waiting-surface',
  'danger',
  'danger-surface',
  'focus',
]
const sizes = ['3xl', '2xl', 'xl', 'l', 'm', 's', 'xs']
const spaces = [1, 2, 3, 4, 5, 6, 7, 8]
const isDialogOpen = signal(false)

/** Everything pages are made of, in both themes side by side. For development only. */
export function Kit() {
  return (
    <main class="kit">
      <p class="wordmark">
        <Mark /> CloudVault kit
      </p>
      <div class="kit-themes">
        <KitTheme theme="light" />
        <KitTheme theme="dark" />
      </div>
      {isDialogOpen.value && (
        <Dialog
          title="Empty the trash?"
          onClose={() => {
            isDialogOpen.value = false
          }}
          actions={
            <>
              <Button onClick={closeDialog}>Keep them</Button>
              <Button kind="danger" onClick={closeDialog}>
                Empty the trash
              </Button>
            </>
          }
        >
          12 files go for good, and 48 MB come free.
        </Dialog>
      )}
      <Toasts />
    </main>
  )
}

function closeDialog() {
  isDialogOpen.value = false
}

function KitTheme({ theme }: { theme: 'light' | 'dark' }) {
  const now = Date.now()
  const copies = [
    {
      place: 'r2',
      name: 'R2',
      state: 'verified' as const,
      verifiedAt: new Date(now - 7e5).toISOString(),
    },
    {
      place: 'a',
      name: '1tb',
      state: 'verified' as const,
      verifiedAt: new Date(now - 6e5).toISOString(),
    },
    { place: 'b', name: '8tb', state: 'waiting' as const, verifiedAt: null },
  ]
  return (
    <div class="kit-theme" data-kit-theme={theme}>
      <h1>Type</h1>
      {sizes.map((size) => (
        <p key={size} style={{ fontSize: `var(--text-${size})` }}>
          Proof of every copy <span class="quiet mono">text-{size}</span>
        </p>
      ))}
      <h1>Space</h1>
      {spaces.map((space) => (
        <div key={space} class="kit-space" style={{ width: `var(--space-${space})` }} />
      ))}
      <h1>Colour roles</h1>
      <div class="kit-roles">
        {roles.map((role) => (
          <div key={role}>
            <span style={{ background: `var(--${role})` }} />
            <small>{role}</small>
          </div>
        ))}
      </div>
      <h1>Icons</h1>
      <div class="kit-line">
        {iconNames.map((name: IconName) => (
          <Icon key={name} name={name} />
        ))}
      </div>
      <h1>Buttons</h1>
      <div class="kit-line">
        <Button kind="primary" icon="upload">
          Upload
        </Button>
        <Button>Plain</Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="danger">Danger</Button>
        <Button disabled>Disabled</Button>
        <Button kind="primary" busy>
          Busy
        </Button>
        <IconButton icon="info" label="Details" />
      </div>
      <h1>Field, dialog, toast</h1>
      <Field label="Username" hint="Letters, digits, dots and dashes." />
      <div class="kit-line">
        <Button
          onClick={() => {
            isDialogOpen.value = true
          }}
        >
          Open a dialog
        </Button>
        <Button
          onClick={() =>
            showToast('“falcon.jpg” is in the trash.', { action: { label: 'Undo', run() {} } })
          }
        >
          Show a toast
        </Button>
        <Button onClick={() => showToast('The vault cannot be reached.', { kind: 'danger' })}>
          Show a failure
        </Button>
      </div>
      <h1>Progress, badges</h1>
      <Progress value={0.62} label="Example" />
      <div class="kit-line">
        <Badge kind="proof">3 of 3 verified</Badge>
        <Badge kind="waiting">waiting</Badge>
        <Badge kind="danger">damaged</Badge>
        <Badge kind="plain">12</Badge>
      </div>
      <h1>Ledger</h1>
      <Ledger
        fileId={null}
        keeping="short"
        copies={copies}
        sha256={'07f6e93605827cb6d521eb9198fd795e99a93d42a0f953fd6d80427a69983a6f'}
        nowMs={now}
      />
      <h1>Grid</h1>
      <div class="kit-grid">
        {[1.5, 0.7, 1.3, 1.8].map((aspect) => (
          <span key={aspect} class="skeleton" style={{ flexGrow: aspect }} />
        ))}
      </div>
      <h1>States</h1>
      <StateNote
        icon="image"
        title="Nothing here yet"
        action={<Button kind="primary">Choose files</Button>}
      >
        Drop your first pictures here.
      </StateNote>
      <StateNote
        icon="alert"
        kind="danger"
        title="It could not be loaded"
        action={<Button icon="retry">Try again</Button>}
      >
        The vault cannot be reached.
      </StateNote>
    </div>
  )
}
