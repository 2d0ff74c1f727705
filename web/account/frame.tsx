import type { ComponentChildren } from 'preact'
import { FormError } from '../shell/form-error.tsx'
import { useSubmit } from '../shell/use-submit.ts'
import { Button } from '../ui/button.tsx'
import { Icon, Mark } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'

/** The frame around the ways in: the mark, what this is, and one form. */
export function AccountFrame(props: {
  title: string
  lead: ComponentChildren
  children?: ComponentChildren
  /** What else somebody might want who came here. */
  foot?: ComponentChildren
}) {
  return (
    <main class="account">
      <section class="account-story" aria-hidden="true">
        <div class="account-frames">
          <span />
          <span />
          <span>
            <Icon name="check" size={64} />
          </span>
        </div>
        <p>Previews at the edge, originals at home, and proof of every copy.</p>
      </section>
      <section class="account-form">
        <p class="wordmark">
          <Mark /> CloudVault
        </p>
        <h1>{props.title}</h1>
        <p class="quiet">{props.lead}</p>
        {props.children}
        {props.foot && <div class="account-foot quiet">{props.foot}</div>}
      </section>
    </main>
  )
}

/** A form that shows what went wrong beside its button and keeps what was typed. */
export function AccountForm(props: {
  button: string
  onSubmit: () => Promise<void>
  children: ComponentChildren
}) {
  const { error, isBusy, submit } = useSubmit(props.onSubmit)
  return (
    <form class="account-fields" onSubmit={submit}>
      {props.children}
      {error && <FormError sentence={error} />}
      <Button kind="primary" type="submit" busy={isBusy}>
        {props.button}
      </Button>
    </form>
  )
}

/** A link from one way in to another. */
export function WayTo({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} onClick={follow}>
      {children}
    </a>
  )
}
