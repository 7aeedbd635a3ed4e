import { lookOf } from '../rules/look'
import type { Event, Session } from '../rules/nouns'
import { opposite } from '../rules/reasons'
import { desk, last, showLast } from '../store/desk'
import { direction, face, hasLeftByItself } from '../store/door'
import { go } from '../store/route'
import { tallyOf } from '../store/sessions'
import { isCutOff } from '../store/timing'
import { words } from '../words'
import { clock, count } from '../words/format'
import { Bar, level, places } from './Bar'
import { Contact } from './Contact'
import { HoldSwitch } from './HoldSwitch'
import { Icon } from './Icon'
import { Seats, seatsHere } from './Seats'

/** What a thumb reaches while scanning: which way, how many, and the search by name. */
export function Deck({ event, session }: { event: Event; session: Session }) {
  const way = direction.value
  return (
    <section class="deck">
      <Notes event={event} session={session} />
      <div class="deck-way" data-testid="direction" data-direction={way}>
        <p class="deck-word"><Icon name={way} size={36} />{words.direction[way]}</p>
        <HoldSwitch to={opposite(way)} onSwitch={() => face(session.code, opposite(way))} />
      </div>
      <Inside event={event} session={session} />
      <div class="deck-row">
        <button type="button" class="button button-deck" data-testid="search-by-name"
          onClick={() => go({ screen: 'find', slug: event.slug, code: session.code })}>
          <Icon name="search" size={20} />{words.searchByName}
        </button>
        <Last />
      </div>
    </section>
  )
}

function Notes({ event, session }: { event: Event; session: Session }) {
  const open = desk.value
  return (
    <>
      {hasLeftByItself(session) && <p class="deck-note" role="status">{words.endedSwitched(clock(session.ends_at, event.timezone))}</p>}
      {open.kind === 'ready' && open.note && <p class="deck-note" role="status">{open.note}</p>}
      <Contact event={event} />
    </>
  )
}

function Inside({ event, session }: { event: Event; session: Session }) {
  const tally = tallyOf(session)
  // Without contact others may have filled the room: what is free by the last count is nobody's to give.
  const isSure = !isCutOff.value || seatsHere(event, session) === null
  return (
    <div class="deck-inside" data-level={level(tally.inside, tally.capacity)}>
      <p>
        <b data-testid="count-inside">{count(tally.inside)}</b>
        {tally.capacity !== null && <> / {count(tally.capacity)}</>} {words.inside}
        {tally.capacity !== null && isSure && <span class="deck-places">{places(tally)}</span>}
      </p>
      <Bar tally={tally} />
      <Seats event={event} session={session} />
    </div>
  )
}

function Last() {
  const shown = last.value
  if (shown === null) return null
  const { attendee } = shown.result
  return (
    <button type="button" class="button button-deck deck-last" data-testid="last-scan"
      data-outcome={shown.undo === 'done' ? 'undone' : lookOf(shown.result)} onClick={showLast}>
      <i class="dot" aria-hidden="true" />
      <span>{words.lastScan(attendee?.name ?? words.unknownPerson)}</span>
    </button>
  )
}
