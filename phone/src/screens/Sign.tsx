import type { Course } from '../rules/monitor'
import type { Event, Session } from '../rules/nouns'
import { me } from '../store/account'
import { say } from '../store/monitor'
import { words } from '../words'
import { clock } from '../words/format'
import { Hold } from './Hold'

interface Props {
  event: Event
  session: Session
  course: Course
}

/** The text that is signed at the end, in full, and the name under it. */
export function Sign({ event, session, course }: Props) {
  const person = me.value.state === 'ready' ? me.value.value : null
  const name = person?.name || (person?.email ?? '')
  const lines = statement(session.title, course, event.timezone)
  return (
    <section class="sign" data-testid="sign">
      <h2 class="sign-title">{words.monitor.signTitle}</h2>
      {lines.map((line) => <p key={line}>{line}</p>)}
      <p class="sign-name">{name}</p>
      <Hold icon="sign" tone="main" testid="say-attested" word={words.monitor.sign}
        onHeld={() => void say(event.slug, session.code, 'attested', { name, words: lines.join('\n') })} />
    </section>
  )
}

function statement(title: string, { startedAt, endedAt, breaks }: Course, zone: string): string[] {
  const at = (moment: string | null): string => (moment === null ? '–' : clock(moment, zone))
  const paused = breaks.map((one) => `${at(one.began_at)}–${at(one.ended_at)}`).join(', ')
  return [
    words.monitor.statement(title, at(startedAt), at(endedAt)),
    paused === '' ? words.monitor.noBreaks : words.monitor.breaks(paused),
    words.monitor.true,
  ]
}
