import { useEffect, useState } from 'preact/hooks'
import type { MySpace } from '#contracts/accounts'
import type { PeopleReview } from '#contracts/people'
import { attempt } from '../shell/attempt.ts'
import { Button } from '../ui/button.tsx'
import { FacePicture } from './face-picture.tsx'
import { pairsToReview, reviewPair } from './people-calls.ts'

/** Asks of two who are alike whether they are the same, one pair at a time; nothing when there is none. */
export function ReviewPairs({ space, onDone }: { space: MySpace; onDone: () => void }) {
  const [pairs, setPairs] = useState<PeopleReview['items']>([])
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    // Only an offer: where it cannot be had, the people themselves say why.
    pairsToReview(space.id).then(setPairs, () => setPairs([]))
  }, [space.id])
  const [pair] = pairs
  if (!pair) return null
  const { one, other } = pair

  async function say(same: boolean) {
    setBusy(true)
    const isDone = await attempt(() => reviewPair(space.id, one.id, other.id, same))
    if (isDone) setPairs(await pairsToReview(space.id).catch(() => []))
    setBusy(false)
    if (isDone && same) onDone()
  }
  return (
    <section class="people-pair" aria-label="The same person?">
      <FacePicture face={one.cover} side={72} />
      <FacePicture face={other.cover} side={72} />
      <p>
        {one.name || other.name
          ? `Is this ${one.name ?? other.name} too?`
          : 'Are these the same person?'}
      </p>
      <Button kind="primary" busy={isBusy} onClick={() => void say(true)}>
        Yes, one person
      </Button>
      <Button busy={isBusy} onClick={() => void say(false)}>
        No, two people
      </Button>
    </section>
  )
}
