import type { Event, Session } from '../rules/nouns'
import { now } from '../store/clock'
import { direction } from '../store/door'
import { lease, seatsAt } from '../store/lease'
import { isCutOff } from '../store/timing'
import { words } from '../words'

/** How many people this phone may let in by itself at a limited session; null where that is no question. */
export function seatsHere(event: Event, session: Session): number | null {
  if (session.restrictions.capacity === null || direction.value !== 'in') return null
  // A lease runs out by itself, so this is looked at anew as time goes by.
  const isLent = lease.value !== null && now.value !== null
  return isLent ? seatsAt(event.slug, session.code) : 0
}

/** The same in a few words: large where it matters now, small where it may matter soon. */
export function Seats({ event, session }: { event: Event; session: Session }) {
  const seats = seatsHere(event, session)
  if (seats === null) return null
  const isAlone = isCutOff.value
  const mayOverride = event.permissions.includes('override_session_scans')
  const none = mayOverride ? words.seatsNone : words.seatsNoneAsk
  return (
    <p class="deck-seats" data-testid="seats" data-seats={seats} data-alone={isAlone}>
      {isAlone ? (seats > 0 ? words.seatsAlone(seats) : none) : words.seatsKept(seats)}
    </p>
  )
}
