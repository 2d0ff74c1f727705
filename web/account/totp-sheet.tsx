import { useState } from 'preact/hooks'
import type { TotpOffer } from '#contracts/second-factor'
import { Button } from '../ui/button.tsx'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge } from '../ui/state-notes.tsx'
import { showToast } from '../ui/toast.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { confirmTotp, dropTotp, offerTotp, renewRecoveryCodes } from './protection.ts'
import { RecoveryCodesDialog } from './recovery-codes.tsx'
import { TotpScanDialog } from './totp-scan.tsx'

/** What is being done: the steps of setting up follow each other. */
type Task =
  | { step: 'ask' }
  | { step: 'scan'; offer: TotpOffer }
  | { step: 'codes'; codes: string[] }
  | { step: 'renew' }
  | { step: 'drop' }

/** Codes of an authenticator app, and the recovery codes for when it is lost. */
export function TotpSheet({ hasTotp, codesLeft }: { hasTotp: boolean; codesLeft: number }) {
  const [task, setTask] = useState<Task | null>(null)
  return (
    <Sheet
      title="Second factor"
      lead="Signing in then takes a code of an app on your phone too: a stolen password alone opens nothing."
    >
      <ul>
        <Row
          title="Authenticator app"
          badges={hasTotp ? <Badge kind="proof">On</Badge> : <Badge kind="plain">Off</Badge>}
          note={
            hasTotp
              ? 'Signing in asks for its six digits.'
              : 'Any app for one-time codes does: on the phone, or a password manager.'
          }
          actions={
            hasTotp ? (
              <Button kind="danger" onClick={() => setTask({ step: 'drop' })}>
                Turn off
              </Button>
            ) : (
              <Button kind="primary" onClick={() => setTask({ step: 'ask' })}>
                Set up
              </Button>
            )
          }
        />
        {hasTotp && (
          <Row
            title="Recovery codes"
            badges={codesLeft <= 2 && <Badge kind="waiting">{`${codesLeft} left`}</Badge>}
            note={`${codesLeft} of them are left. Each opens the account one time without the app.`}
            actions={<Button onClick={() => setTask({ step: 'renew' })}>Make new ones</Button>}
          />
        )}
      </ul>
      {task && (
        <TaskOf
          key={task.step}
          task={task}
          onNext={setTask}
          // A step that led to the next one has nothing to close any more.
          onClose={() => setTask((current) => (current === task ? null : current))}
        />
      )}
    </Sheet>
  )
}

function TaskOf(props: { task: Task; onNext: (task: Task) => void; onClose: () => void }) {
  const { task, onNext, onClose } = props
  switch (task.step) {
    case 'ask':
      return (
        <PasswordDialog
          title="Set up an authenticator app"
          button="Go on"
          onSubmit={async (password) => onNext({ step: 'scan', offer: await offerTotp(password) })}
          onClose={onClose}
        >
          <p>First your password, so that nobody else does this at your desk.</p>
        </PasswordDialog>
      )
    case 'scan':
      return (
        <TotpScanDialog
          offer={task.offer}
          onSubmit={async (code) =>
            onNext({ step: 'codes', codes: await confirmTotp(task.offer.setup, code) })
          }
          onClose={onClose}
        />
      )
    case 'codes':
      return <RecoveryCodesDialog codes={task.codes} onClose={onClose} />
    case 'renew':
      return (
        <PasswordDialog
          title="Make new recovery codes?"
          button="Make new codes"
          onSubmit={async (password) =>
            onNext({ step: 'codes', codes: await renewRecoveryCodes(password) })
          }
          onClose={onClose}
        >
          <p>The old ones open nothing from then on.</p>
        </PasswordDialog>
      )
    case 'drop':
      return (
        <PasswordDialog
          title="Turn the second factor off?"
          button="Turn off"
          kind="danger"
          onSubmit={async (password) => {
            await dropTotp(password)
            showToast('The second factor is off. Your password alone opens the account.')
          }}
          onClose={onClose}
        >
          <p>Then your password alone opens the account. The recovery codes end with it.</p>
        </PasswordDialog>
      )
  }
}
