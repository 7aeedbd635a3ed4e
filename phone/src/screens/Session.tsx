import type { Event, Session as TheSession, Tally } from '../rules/nouns'
import { dayIn } from '../rules/programme'
import { DIRECTIONS } from '../rules/reasons'
import { allowSound } from '../feedback/sound'
import { now } from '../store/clock'
import { directionAt, face, hasLeftByItself } from '../store/door'
import { mayScan } from '../store/events'
import { go } from '../store/route'
import { tallyOf } from '../store/sessions'
import { words } from '../words'
import { clock, count, dayAndClock, listed } from '../words/format'
import { Bar, level, places } from './Bar'
import { Contact } from './Contact'
import { Icon } from './Icon'
import { Top } from './Top'

export function Session({ event, session }: { event: Event; session: TheSession }) {
  const tally = tallyOf(session)
  return (
    <main class="page" data-direction={directionAt(session.code)}>
      <Top title={session.title} up={{ screen: 'sessions', slug: event.slug }} />
      <p class="session-where">
        <span><Icon name="room" size={18} />{session.room}</span>
        <span>{when(session, event.timezone)}</span>
        <span class="code">{session.code}</span>
      </p>
      {session.cancelled_at && <p class="notice" data-tone="bad"><Icon name="warning" size={20} />{words.sessionCancelled}</p>}
      {mayScan(event) ? <ScanHere event={event} session={session} /> : <Denied event={event} />}
      {mayScan(event) && <ToMonitor event={event} session={session} />}
      <Counts tally={tally} />
      <Contact event={event} />
      <Restrictions event={event} session={session} />
    </main>
  )
}

function when(session: TheSession, zone: string): string {
  const ends = clock(session.ends_at, zone)
  const isToday = dayIn(zone, new Date(session.starts_at)) === dayIn(zone, now.value)
  return isToday ? words.today(clock(session.starts_at, zone), ends) : `${dayAndClock(session.starts_at, zone)}–${ends}`
}

function ScanHere({ event, session }: { event: Event; session: TheSession }) {
  const direction = directionAt(session.code)
  function scan(): void {
    allowSound()
    go({ screen: 'scan', slug: event.slug, code: session.code })
  }
  return (
    <section class="scan-here">
      <button type="button" class="button button-scan" data-testid="scan" onClick={scan}>
        <Icon name="scan" size={28} />{words.scan}<span class="button-scan-word">{words.direction[direction]}</span>
      </button>
      <fieldset class="switch" data-testid="direction" data-direction={direction}>
        <legend>{words.directionHere}</legend>
        {DIRECTIONS.map((one) => (
          <label key={one} data-chosen={one === direction}>
            <input type="radio" name="direction" checked={one === direction} onChange={() => face(session.code, one)} />
            <Icon name={one} size={20} />{words.direction[one]}
          </label>
        ))}
      </fieldset>
      {hasLeftByItself(session) && (
        <p class="notice" data-tone="info" role="status">
          <Icon name="info" size={20} />{words.endedSwitched(clock(session.ends_at, event.timezone))}
        </p>
      )}
    </section>
  )
}

/** The way to the room monitor, for whoever is in the room. */
function ToMonitor({ event, session }: { event: Event; session: TheSession }) {
  const open = (): void => go({ screen: 'monitor', slug: event.slug, code: session.code })
  return (
    <button type="button" class="button monitor-open" data-testid="room-monitor" onClick={open}>
      <Icon name="monitor" size={24} />
      <span class="row-main"><span class="row-title">{words.monitor.title}</span><span class="row-sub">{words.monitor.lead}</span></span>
      <Icon name="forward" size={20} />
    </button>
  )
}

function Denied({ event }: { event: Event }) {
  return (
    <div class="notice" data-tone="warn" data-testid="scan-denied">
      <Icon name="key" size={20} />
      <p><b>{words.deniedTitle}</b><br />{words.denied(event.owner.name || event.owner.email)}</p>
    </div>
  )
}

function Counts({ tally }: { tally: Tally }) {
  return (
    <section class="counts" data-level={level(tally.inside, tally.capacity)}>
      <div class="count count-main">
        <p class="count-label">{words.insideNow}</p>
        <p class="count-line">
          <b class="count-value" data-testid="count-inside">{count(tally.inside)}</b>
          {tally.capacity !== null && <span class="count-of">/ {count(tally.capacity)}</span>}
          <span class="count-places">{places(tally)}</span>
        </p>
        <Bar tally={tally} />
        <p class="count-means">{words.insideMeans}</p>
      </div>
      <Count label={words.registered} means={words.registeredMeans} value={tally.registered} testid="count-registered" />
      <Count label={words.attended} means={words.attendedMeans} value={tally.attended} testid="count-attended" />
      <Count label={words.overridden} means={words.overriddenMeans} value={tally.overridden} testid="count-overridden" />
      <Count label={words.refusedCount} means={words.refusedMeans} value={tally.refused} testid="count-refused" />
    </section>
  )
}

function Count({ label, means, value, testid }: { label: string; means: string; value: number; testid: string }) {
  return (
    <div class="count">
      <p class="count-label">{label}</p>
      <b class="count-value" data-testid={testid}>{count(value)}</b>
      <p class="count-means">{means}</p>
    </div>
  )
}

function Restrictions({ event, session }: { event: Event; session: TheSession }) {
  const { levels, validate_registrants, opens_at, closes_in_at } = session.restrictions
  const who = [
    validate_registrants ? words.onlyRegistrants : null,
    levels.length > 0 ? words.onlyLevels(listed(levels)) : null,
  ].filter((line) => line !== null)
  const window = scanWindow(opens_at && clock(opens_at, event.timezone), closes_in_at && clock(closes_in_at, event.timezone))
  return (
    <dl class="facts">
      <dt>{words.restrictions}</dt>
      {(who.length > 0 ? who : [words.everybody]).map((line) => <dd key={line}>{line}</dd>)}
      {window && <><dt>{words.scanWindow}</dt><dd>{window}</dd></>}
    </dl>
  )
}

function scanWindow(opens: string | null, closes: string | null): string | null {
  if (opens && closes) return words.scanBetween(opens, closes)
  if (opens) return words.scanFrom(opens)
  return closes && words.scanUntil(closes)
}
