import { useEffect } from 'preact/hooks'
import { attempt } from '../shell/attempt.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { Button } from '../ui/button.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { Row, Sheet } from '../ui/sheet.tsx'
import { failedJobs, operations, retryJobs } from './operations-calls.ts'
import { jobName } from './operations-words.ts'

/** Work that failed for good, with a way to have it tried again. `count`: read anew when it changes. */
export function FailedJobs({ count }: { count: number }) {
  useEffect(() => {
    if (count > 0) void failedJobs.load()
  }, [count])
  return (
    <Sheet
      title="Failed for good"
      lead="It was tried several times. Trying it again does no harm: what was done already is done once."
      action={
        <Button icon="retry" onClick={() => void again()}>
          Try all again
        </Button>
      }
    >
      <PagedBody of={failedJobs} empty="None any more.">
        {(items) => (
          <ul aria-label="Failed work">
            {items.map((job) => (
              <Row
                key={job.id}
                title={jobName(job.name)}
                note={job.note ?? 'Nothing more is known.'}
                figures={
                  <time class="quiet" dateTime={job.failedAt} title={formatExact(job.failedAt)}>
                    {formatAgo(job.failedAt, Date.now())}
                  </time>
                }
                actions={<Button onClick={() => void again([job.id])}>Try again</Button>}
              />
            ))}
          </ul>
        )}
      </PagedBody>
    </Sheet>
  )
}

async function again(ids?: Parameters<typeof retryJobs>[0]) {
  await attempt(() => retryJobs(ids), 'It is tried again.')
  await Promise.all([failedJobs.load(), operations.load()])
}
