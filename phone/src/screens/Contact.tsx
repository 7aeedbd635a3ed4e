import type { Event } from '../rules/nouns'
import { now } from '../store/clock'
import { contradictions } from '../store/contradictions'
import { waiting } from '../store/desk'
import { directory } from '../store/roster'
import { href } from '../store/route'
import { danger } from '../store/storage'
import { contact, heardAt, isCutOff } from '../store/timing'
import { words } from '../words'
import { Icon } from './Icon'
import { Stale } from './Stale'

/** A quiet line while scanning: how many scans wait, and since when nothing was heard. */
export function Contact({ event }: { event: Event }) {
  const count = waiting.value
  if (danger.value !== 'none') return <Danger />
  if (!isCutOff.value && count === 0) return <><Contradicted event={event} /><Stale zone={event.timezone} /></>
  return (
    <>
      <p class="contact" role="status" data-testid="contact" data-waiting={count}>
        <Icon name="noContact" size={16} />
        <span>
          {isCutOff.value && `${lastHeard()}. `}
          {count > 0 && `${words.waitingScans(count)}. `}
          {isCutOff.value && directory.value === null && words.cutOffUnready}
        </span>
      </p>
      <Contradicted event={event} />
    </>
  )
}

const MINUTE_MS = 60_000

/** How long ago the server last answered; before the app was opened, how long ago it last told its time. */
export function lastHeard(): string {
  const at = heardAt.value ?? contact.value?.wall ?? null
  if (at === null) return words.neverContact
  return words.lastContact(Math.max(Math.floor((now.value.getTime() - at) / MINUTE_MS), 0))
}

/** That the record says otherwise than this phone did, in few words; what it is stands where scans wait. */
function Contradicted({ event }: { event: Event }) {
  const count = contradictions.value.length
  if (count === 0) return null
  return (
    <p class="contact" role="status" data-testid="contradicted" data-count={count}>
      <Icon name="info" size={16} />
      <span>{words.contradicted(count)} <a href={href({ screen: 'toolkit', slug: event.slug })}>{words.contradictedLook}</a></span>
    </p>
  )
}

/** What endangers what is kept on this phone. */
export function Danger() {
  if (danger.value === 'none') return null
  return (
    <p class="contact" role="alert" data-testid="danger" data-danger={danger.value}>
      <Icon name="warning" size={16} /><span>{danger.value === 'nearly_full' ? words.nearlyFull : words.notLasting}</span>
    </p>
  )
}
