import { staleSince } from '../store/sessions'
import { words } from '../words'
import { clock } from '../words/format'
import { Icon } from './Icon'

/** A quiet line that says how old the counts are, when they are not live. */
export function Stale({ zone }: { zone: string }) {
  const since = staleSince.value
  if (since === null) return null
  return (
    <p class="stale" role="status">
      <Icon name="noContact" size={16} />{words.countsStale(clock(since.toISOString(), zone))}
    </p>
  )
}
