import type { Event } from '../rules/nouns'
import { contradictions, dismiss, type Contradiction } from '../store/contradictions'
import { doorName } from '../store/door'
import { sessions } from '../store/sessions'
import { words } from '../words'
import { say } from '../words/reasons'
import { Icon } from './Icon'

/** Where the record says otherwise than this phone did: whom it is about, where, and why. */
export function Contradictions({ event }: { event: Event }) {
  const list = contradictions.value
  if (list.length === 0) return null
  return (
    <section class="queue queue-quiet" data-testid="contradictions">
      <p class="queue-title"><Icon name="info" size={20} />{words.contradicted(list.length)}</p>
      <ul class="contradictions">{list.map((one) => <Line key={one.id} event={event} one={one} />)}</ul>
      <p class="queue-lead">{words.contradictedAdvice}</p>
    </section>
  )
}

function Line({ event, one }: { event: Event; one: Contradiction }) {
  const title = titleOf(one.session)
  const told = words.contradictions[one.what](one.name ?? words.unknownPerson, title)
  const here = doorName(one.session, one.direction)
  const reasons = one.what === 'let_in' ? one.reasons.filter((why) => why.kind !== 'notice') : []
  return (
    <li>
      <p>{[told, ...reasons.map((why) => say(why, event.timezone, here).sentence)].join(' ')}</p>
      <button type="button" class="button button-quiet" data-testid={`dismiss-${one.id}`} onClick={() => dismiss(one.id)}>{words.dismiss}</button>
    </li>
  )
}

function titleOf(code: string): string {
  const list = sessions.value.state === 'ready' ? sessions.value.value : []
  return list.find((one) => one.code === code)?.title ?? code
}
