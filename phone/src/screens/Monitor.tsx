import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

import { may, type Course } from '../rules/monitor'
import type { Event, Session, What } from '../rules/nouns'
import { now } from '../store/clock'
import { lastSaid, mayTakeBack, say, takeBackLast, trouble } from '../store/monitor'
import { courseAt, loadTimes } from '../store/said'
import { words } from '../words'
import { clock } from '../words/format'
import { Contact } from './Contact'
import { Hold } from './Hold'
import { Icon, type IconName } from './Icon'
import { Pad } from './Pad'
import { Said } from './Said'
import { Sign } from './Sign'
import { Top } from './Top'

interface Props {
  event: Event
  session: Session
}

/** How the session really goes, said by whoever is in the room. */
export function Monitor({ event, session }: Props) {
  const { slug } = event
  const { code } = session
  useEffect(() => void loadTimes(slug, code), [slug, code])
  const course = courseAt(slug, code)
  const isCounting = useSignal(false)
  return (
    <main class="page monitor">
      <Top title={words.monitor.title} up={{ screen: 'session', slug, code }} />
      <p class="monitor-of"><b>{session.title}</b><br />{session.room} · {words.monitor.planned(clock(session.starts_at, event.timezone), clock(session.ends_at, event.timezone))}</p>
      <State course={course} zone={event.timezone} />
      <div class="monitor-buttons">
        {BUTTONS.filter(({ what }) => may(course, what)).map(({ what, icon, tone }) => (
          <Hold key={what} icon={icon} tone={tone} testid={`say-${what}`} word={words.monitor.now[what]} onHeld={() => void say(slug, code, what)} />
        ))}
      </div>
      {course.endedAt !== null && course.attestedAt === null && <Sign event={event} session={session} course={course} />}
      <button type="button" class="button" data-testid="count-heads" onClick={() => (isCounting.value = true)}>
        <Icon name="people" size={20} />{words.monitor.countHeads}
      </button>
      {isCounting.value && (
        <Pad onClose={() => (isCounting.value = false)} onCount={(count) => void say(slug, code, 'head_count', { count })} />
      )}
      {trouble.value !== '' && <p class="notice" data-tone="bad" role="alert"><Icon name="warning" size={20} />{trouble.value}</p>}
      {mayTakeBack(slug, code, now.value.getTime()) && lastSaid.value && (
        <button type="button" class="button button-quiet" data-testid="take-back" onClick={() => void takeBackLast()}>
          <Icon name="undo" size={20} />{words.monitor.takeBack(words.monitor.said[lastSaid.value.what])}
        </button>
      )}
      <Said event={event} code={code} />
      <Contact event={event} />
    </main>
  )
}

const BUTTONS: { what: Exclude<What, 'head_count' | 'attested'>; icon: IconName; tone: 'main' | 'plain' | 'bad' }[] = [
  { what: 'started', icon: 'start', tone: 'main' },
  { what: 'break_ended', icon: 'start', tone: 'main' },
  { what: 'break_began', icon: 'pause', tone: 'plain' },
  { what: 'ended', icon: 'end', tone: 'bad' },
]

/** In a word and a time: not yet, running, on a break, over. */
function State({ course, zone }: { course: Course; zone: string }) {
  const [name, line] = stateOf(course, zone)
  return <p class="monitor-state" data-state={name} data-testid="monitor-state" role="status">{line}</p>
}

function stateOf({ startedAt, endedAt, onBreakSince, attestedAt }: Course, zone: string): [string, string] {
  if (attestedAt !== null) return ['signed', words.monitor.signedAt(clock(attestedAt, zone))]
  if (endedAt !== null) return ['over', words.monitor.endedAt(clock(endedAt, zone))]
  if (onBreakSince !== null) return ['break', words.monitor.onBreakSince(clock(onBreakSince, zone))]
  if (startedAt !== null) return ['on', words.monitor.onSince(clock(startedAt, zone))]
  return ['before', words.monitor.notStarted]
}
