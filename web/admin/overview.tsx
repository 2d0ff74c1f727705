import type { ComponentChildren } from 'preact'
import type { AdminOverview } from '#contracts/admin'
import { sentenceOf } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatBytes, formatExact } from '../ui/format.ts'
import { follow } from '../ui/route.ts'
import { loadOverview, overview } from './calls.ts'

/** The figures of the whole vault, and whether the nightly check found them right. */
export function Overview() {
  const { value, error } = overview.value
  if (value === null && error !== null) {
    return (
      <div class="page-failure" role="alert">
        <p>{sentenceOf(error)}</p>
        <Button icon="retry" onClick={() => void loadOverview()}>
          Try again
        </Button>
      </div>
    )
  }
  return (
    <dl class="overview" aria-busy={value === null}>
      <Figure name="Users" value={value?.users.toLocaleString('en') ?? null} />
      <Figure name="Kept" value={value && formatBytes(value.usedBytes)} />
      <Figure name="Open invites" href="/admin/invites" value={value?.activeInvites ?? null} />
      <Figure name="Open requests" href="/admin/requests" value={value?.pendingRequests ?? null} />
      {value && <QuotaCheck check={value.quotaCheck} />}
    </dl>
  )
}

function Figure(props: { name: string; value: string | number | null; href?: string }) {
  return (
    <div>
      <dt>
        {props.href ? (
          <a href={props.href} onClick={follow}>
            {props.name}
          </a>
        ) : (
          props.name
        )}
      </dt>
      <dd class="overview-figure">{props.value ?? <span class="skeleton" />}</dd>
    </div>
  )
}

function QuotaCheck({ check }: { check: AdminOverview['quotaCheck'] }) {
  return (
    <div class="overview-check">
      <dt>Storage check</dt>
      <dd>
        {check === null ? (
          <Verdict kind="waiting" words="Not run yet">
            It runs every night.
          </Verdict>
        ) : (
          <Verdict
            kind={check.driftingUsers === 0 ? 'proof' : 'danger'}
            words={check.driftingUsers === 0 ? 'All figures right' : offBy(check)}
          >
            <time dateTime={check.at} title={formatExact(check.at)}>
              Checked {formatAgo(check.at, Date.now())}
            </time>
          </Verdict>
        )}
      </dd>
    </div>
  )
}

function offBy({ driftingUsers, driftBytes }: { driftingUsers: number; driftBytes: number }) {
  const whose = driftingUsers === 1 ? '1 user was' : `${driftingUsers} users were`
  return `${whose} off by ${formatBytes(Math.abs(driftBytes))}`
}

function Verdict(props: {
  kind: 'proof' | 'waiting' | 'danger'
  words: string
  children: ComponentChildren
}) {
  return (
    <>
      <span class={`verdict verdict-${props.kind}`}>{props.words}</span>{' '}
      <span class="quiet">{props.children}</span>
    </>
  )
}
