import type { Event } from '../rules/nouns'
import { mine } from '../store/outbox'
import { directory } from '../store/roster'
import { danger } from '../store/storage'
import { contact, isCutOff } from '../store/timing'
import { words } from '../words'
import { clock } from '../words/format'
import { Icon } from './Icon'
import { Stale } from './Stale'

/** A quiet line while scanning: how many scans wait, and since when nothing was heard. */
export function Contact({ event }: { event: Event }) {
  const count = mine.value.length
  if (danger.value !== 'none') return <Danger />
  if (!isCutOff.value && count === 0) return <Stale zone={event.timezone} />
  return (
    <p class="contact" role="status" data-testid="contact" data-waiting={count}>
      <Icon name="noContact" size={16} />
      <span>
        {isCutOff.value && `${lastHeard(event.timezone)}. `}
        {count > 0 && `${words.waitingScans(count)}. `}
        {isCutOff.value && directory.value === null && words.cutOffUnready}
      </span>
    </p>
  )
}

/** When the server last told its time, by its own clock. */
export function lastHeard(zone: string): string {
  const last = contact.value
  return last === null ? words.neverContact : words.lastContact(clock(new Date(last.server).toISOString(), zone))
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
