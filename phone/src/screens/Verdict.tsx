import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

import { leadOf, lookOf, mayUndo } from '../rules/look'
import type { Event, Result, Session } from '../rules/nouns'
import { now } from '../store/clock'
import { next, type Decided } from '../store/desk'
import { doorName, hasLeftByItself } from '../store/door'
import { go } from '../store/route'
import { undo } from '../store/undoing'
import { words } from '../words'
import { clock, count } from '../words/format'
import { say } from '../words/reasons'
import { Bar, places } from './Bar'
import { Icon } from './Icon'
import { Mark } from './Mark'
import { Overrule } from './Overrule'
import { Reasons } from './Reasons'

/** The answer over the whole screen; the next badge may come at any time. */
export function Verdict({ event, session, shown }: { event: Event; session: Session; shown: Decided }) {
  const { result, scan } = shown
  const look = lookOf(result)
  const here = doorName(scan.session, scan.direction)
  const isUndone = shown.undo === 'done'
  const lead = leadOf(result)
  const said = lead && say(lead, event.timezone, here)
  const word = isUndone ? words.undoneWord : (said?.headline ?? words.look[look])
  const told = said?.brief ? result.reasons.filter((why) => why !== lead) : result.reasons
  return (
    <section class="verdict" data-look={look} data-undone={isUndone} data-many={told.length > 1} data-testid="verdict"
      data-outcome={result.outcome} data-seq={result.seq} data-by={shown.by}>
      <p class="verdict-way"><Icon name={scan.direction} size={20} />{words.direction[scan.direction]}</p>
      <div class="verdict-body" role="alert">
        <Mark shape={isUndone ? 'undone' : look} />
        <p class="verdict-word">{word}</p>
        {lead && said?.brief && <p class="verdict-brief" data-testid={`reason-${lead.code}`}><span>{said.brief}</span></p>}
        <Person result={result} />
        <Reasons list={told} overrode={result.overrode} zone={event.timezone} doorHere={here} headline={word} />
      </div>
      <div class="verdict-foot">
        {scan.direction === 'in' && hasLeftByItself(session) && (
          <p class="actions-note" role="status">{words.endedSwitched(clock(session.ends_at, event.timezone))}</p>
        )}
        {shown.by === 'phone' && <p class="verdict-by" data-testid="by-phone"><Icon name="noContact" size={16} />{words.byPhone}</p>}
        <Room shown={shown} />
        <Actions event={event} shown={shown} />
      </div>
    </section>
  )
}

function Person({ result }: { result: Result }) {
  const { attendee } = result
  if (attendee === null) return <p class="verdict-name" data-testid="verdict-name">{words.unknownPerson}</p>
  return (
    <>
      <p class="verdict-name" data-testid="verdict-name"><bdi>{attendee.name}</bdi></p>
      <p class="verdict-level">
        <span data-testid="verdict-level">{attendee.level ?? words.noLevel}</span>
        {attendee.company && <> · <bdi>{attendee.company}</bdi></>}
      </p>
    </>
  )
}

function Room({ shown: { by, result: { tally } } }: { shown: Decided }) {
  return (
    <div class="verdict-room">
      <p>
        <b>{count(tally.inside)}</b>{tally.capacity !== null && <> / {count(tally.capacity)}</>} {words.inside}
        {/* What is free by the phone’s own count may be another door’s to give. */}
        {tally.capacity !== null && by === 'server' && <span class="deck-places">{places(tally)}</span>}
      </p>
      <Bar tally={tally} />
    </div>
  )
}

function Actions({ event, shown }: { event: Event; shown: Decided }) {
  const isAsking = useSignal(false)
  const main = useRef<HTMLButtonElement>(null)
  useEffect(() => main.current?.focus({ preventScroll: true }), [])
  const { attendee, may_override } = shown.result
  return (
    <div class="actions">
      {shown.undo === 'done' && <p class="actions-note" role="status">{words.undone}</p>}
      {shown.problem && <p class="actions-note" role="alert">{shown.problem}</p>}
      <div class="actions-row">
        {attendee && (
          <button type="button" class="button" data-testid="view-profile"
            onClick={() => go({ screen: 'profile', slug: event.slug, id: attendee.id })}>
            {words.viewProfile}
          </button>
        )}
        <Undo shown={shown} />
        {may_override && (
          <button type="button" class="button" data-testid="scan-anyway" onClick={() => (isAsking.value = true)}>
            <Icon name="key" size={20} />{words.scanAnyway}
          </button>
        )}
      </div>
      <button type="button" class="button button-main" data-testid="next-attendee" ref={main} onClick={next}>
        {words.nextAttendee}
      </button>
      {isAsking.value && <Overrule shown={shown} event={event} onClose={() => (isAsking.value = false)} />}
    </div>
  )
}

function Undo({ shown }: { shown: Decided }) {
  if (shown.undo === 'done' || !mayUndo(shown.result, shown.at, now.value.getTime())) return null
  return (
    <button type="button" class="button" data-testid="undo" disabled={shown.undo === 'asking'} onClick={() => void undo(shown)}>
      <Icon name="undo" size={20} />{shown.undo === 'asking' ? words.undoing : words.undo}
    </button>
  )
}
