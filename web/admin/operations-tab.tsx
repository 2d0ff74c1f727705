import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { LoadedBody } from '../shell/loaded-body.tsx'
import { formatAgo, formatBytes, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { Badge, Progress } from '../ui/state-notes.tsx'
import { FailedJobs } from './failed-jobs.tsx'
import { type HowItFares, operations } from './operations-calls.ts'
import { boundWords, jobCount, jobName, meterName, meterUse } from './operations-words.ts'

/** How the vault fares: what is wrong, what is asked and how fast it answers, work, copies and limits. */
export function OperationsTab() {
  useEffect(() => operations.follow(), [])
  const { value, error } = operations.state.value
  const failed = (value?.jobs ?? []).filter(({ state }) => state === 'failed')
  return (
    <>
      <Sheet
        title="How the vault fares"
        lead="Counted as answers leave, and written down every 20 seconds. Nothing here names a person or a file that was asked for."
      >
        <LoadedBody value={value} error={error} onRetry={() => void operations.load()}>
          {(found) => <Head of={found} />}
        </LoadedBody>
      </Sheet>
      {value && <Routes of={value} />}
      {value && value.jobs.length > 0 && <Work of={value} />}
      {failed.length > 0 && (
        <FailedJobs count={failed.reduce((sum, { count }) => sum + count, 0)} />
      )}
      {value && <Meters of={value} />}
      {value && <Keepers of={value} />}
    </>
  )
}

function Head({ of }: { of: HowItFares }) {
  const requests = of.minutes.reduce((sum, minute) => sum + minute.requests, 0)
  const errors = of.minutes.reduce((sum, minute) => sum + minute.errors, 0)
  const behind = of.copies.homeNodes.reduce((sum, { mirror }) => sum + (mirror?.copies ?? 0), 0)
  const single = of.copies.byCopies.filter(({ copies }) => copies < 2)
  const { hitRate } = of.transforms
  const hits = of.limitRefusals.reduce((sum, each) => sum + each.hits, 0)
  return (
    <div class="operations">
      <Alerts of={of} />
      <Minutes of={of} />
      <dl class="indexing-figures transform-figures">
        <Figure name="Requests, last hour" value={requests.toLocaleString('en')} />
        <Figure name="Errors, last hour" value={errors.toLocaleString('en')} />
        <Figure name="Copies to be made" value={behind.toLocaleString('en')} />
        <Figure
          name="With fewer than two copies"
          value={single.reduce((sum, { originals }) => sum + originals, 0).toLocaleString('en')}
        />
        <Figure
          name="Changed pictures that were there"
          value={hitRate === null ? '–' : `${Math.round(hitRate * 100)} %`}
        />
        <Figure name="Failed sign-ins, last day" value={of.failedSignIns.toLocaleString('en')} />
        <Figure name="Refused by limits, last day" value={hits.toLocaleString('en')} />
      </dl>
    </div>
  )
}

function Alerts({ of }: { of: HowItFares }) {
  if (of.alerts.length === 0) {
    return (
      <p>
        <Badge kind="proof">Nothing is wrong</Badge>
      </p>
    )
  }
  return (
    <ul aria-label="Alerts">
      {of.alerts.map(({ name, says, since, overAt }) => (
        <Row
          key={name}
          title={says}
          badges={
            overAt === null ? <Badge kind="danger">Now</Badge> : <Badge kind="waiting">Over</Badge>
          }
          figures={
            <time class="quiet" dateTime={since} title={formatExact(since)}>
              {formatAgo(overAt ?? since, Date.now())}
            </time>
          }
        />
      ))}
    </ul>
  )
}

/** A bar for each minute of the last hour; what failed stands at its foot. */
function Minutes({ of: { minutes } }: { of: HowItFares }) {
  const most = Math.max(1, ...minutes.map(({ requests }) => requests))
  return (
    <figure class="minutes">
      <svg class="minutes-bars" viewBox="0 0 240 48" preserveAspectRatio="none" aria-hidden="true">
        {minutes.map(({ at, requests, errors }, index) => {
          const [height, failed] = [(requests / most) * 48, (errors / most) * 48]
          return (
            <g key={at}>
              <rect class="minute" x={index * 4} y={48 - height} width={3} height={height} />
              <rect class="minute-failed" x={index * 4} y={48 - failed} width={3} height={failed} />
            </g>
          )
        })}
      </svg>
      <figcaption class="minutes-words quiet">
        Requests of the last hour, minute by minute; at most {most.toLocaleString('en')} in one.
      </figcaption>
    </figure>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures">{value}</dd>
    </div>
  )
}

function Routes({ of: { routes } }: { of: HowItFares }) {
  if (routes.length === 0) return null
  return (
    <Sheet
      title="How fast it answers"
      lead="By route, in the last 24 hours: half of all answers, 95 and 99 in a hundred took no longer than this."
    >
      <div class="routes-scroll">
        <table class="routes">
          <thead>
            <tr>
              <th scope="col">Route</th>
              {['Asked', 'Refused', 'Failed', 'p50', 'p95', 'p99'].map((name) => (
                <th key={name} scope="col" class="figures">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {routes.map((route) => (
              <tr key={route.route}>
                <th scope="row" class="mono">
                  {route.route}
                </th>
                <Cell>{route.requests.toLocaleString('en')}</Cell>
                <Cell>{route.refused.toLocaleString('en')}</Cell>
                <Cell>{route.errors.toLocaleString('en')}</Cell>
                <Cell>{boundWords(route.p50Ms)}</Cell>
                <Cell>{boundWords(route.p95Ms)}</Cell>
                <Cell>{boundWords(route.p99Ms)}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  )
}

function Cell({ children }: { children: ComponentChildren }) {
  return <td class="figures">{children}</td>
}

function Work({ of: { jobs } }: { of: HowItFares }) {
  return (
    <Sheet title="Work in the background">
      <ul aria-label="Work in the background">
        {jobs.map((job) => (
          <Row
            key={`${job.name} ${job.state}`}
            title={jobName(job.name)}
            note={jobCount(job)}
            figures={
              job.oldestAt && (
                <time class="quiet" dateTime={job.oldestAt} title={formatExact(job.oldestAt)}>
                  the oldest {formatAgo(job.oldestAt, Date.now())}
                </time>
              )
            }
          />
        ))}
      </ul>
    </Sheet>
  )
}

function Meters({ of: { meters, plan } }: { of: HowItFares }) {
  return (
    <Sheet
      title="What is metered"
      lead={
        plan === null
          ? 'This vault runs on no account, so nothing here costs anything.'
          : `Beside what the ${plan} plan of Workers includes, as of October 2026. Counted by the vault itself; the bill is Cloudflare’s.`
      }
    >
      <ul aria-label="What is metered">
        {meters.map((meter) => (
          <Row
            key={meter.name}
            title={meterName(meter.name)}
            note={meterUse(meter)}
            badges={
              meter.limit !== null &&
              meter.used > meter.limit && <Badge kind="danger">More than included</Badge>
            }
            figures={
              meter.limit !== null && (
                <div class="meter">
                  <Progress
                    value={meter.limit === 0 ? 0 : Math.min(1, meter.used / meter.limit)}
                    label={meterName(meter.name)}
                  />
                </div>
              )
            }
          />
        ))}
      </ul>
    </Sheet>
  )
}

function Keepers({ of: { storage } }: { of: HowItFares }) {
  return (
    <Sheet title="Who keeps most">
      <ul aria-label="Who keeps most">
        {storage.map(({ userId, username, usedBytes, quotaBytes }) => (
          <Row
            key={userId}
            title={username}
            note={`${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)}`}
            figures={
              <div class="meter">
                <Progress
                  value={quotaBytes === 0 ? 0 : Math.min(1, usedBytes / quotaBytes)}
                  label={`What ${username} keeps`}
                />
              </div>
            }
          />
        ))}
      </ul>
    </Sheet>
  )
}
