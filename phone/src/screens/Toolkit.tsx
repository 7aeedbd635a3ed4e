import type { Event, Session } from '../rules/nouns'
import { programme } from '../rules/programme'
import { now } from '../store/clock'
import { events } from '../store/events'
import { href, type Route } from '../store/route'
import { sessions } from '../store/sessions'
import { words } from '../words'
import { days } from '../words/format'
import { Icon, type IconName } from './Icon'
import { Queue } from './Queue'
import { Languages } from './Languages'
import { SessionRow } from './SessionRow'
import { SignOut } from './SignOut'
import { Top } from './Top'

export function Toolkit({ event }: { event: Event }) {
  const hasOthers = events.value.state === 'ready' && events.value.value.length > 1
  const list = sessions.value.state === 'ready' ? sessions.value.value : []
  const groups = programme(list, event.timezone, now.value)
  const running = groups.find((group) => group.heading === 'now')?.sessions.length ?? 0
  return (
    <main class="page">
      <Top title={words.toolkitTitle} />
      <section class="event-card">
        <p class="event-name">{event.name}</p>
        <p class="event-days">{days(event.starts_on, event.ends_on)}</p>
        {hasOthers && <a class="event-change" href={href({ screen: 'events' })}>{words.changeEvent}</a>}
      </section>
      <Queue event={event} />
      <nav class="tiles">
        <Tile icon="calendar" testid="tile-sessions" to={{ screen: 'sessions', slug: event.slug }}
          title={words.sessionsTile} lead={sessions.value.state === 'loading' ? words.loading : words.sessionsTileLead(running)} />
        <Tile icon="person" testid="tile-find" to={{ screen: 'find', slug: event.slug, code: null }}
          title={words.findTile} lead={words.findTileLead} />
      </nav>
      <Soon event={event} groups={groups} />
      <Languages />
      <SignOut />
    </main>
  )
}

interface TileProps {
  icon: IconName
  testid: string
  to: Route
  title: string
  lead: string
}

function Tile({ icon, testid, to, title, lead }: TileProps) {
  return (
    <a class="tile" href={href(to)} data-testid={testid}>
      <span class="tile-icon"><Icon name={icon} size={26} /></span>
      <span class="tile-title">{title}</span>
      <span class="tile-lead">{lead}</span>
    </a>
  )
}

const SHOWN_MAX = 3

/** The sessions that a person at a door most likely wants, one tap away. */
function Soon({ event, groups }: { event: Event; groups: ReturnType<typeof programme> }) {
  const near = groups.filter((group) => group.heading === 'now' || group.heading === 'next')
  return (
    <>
      {near.map((group) => (
        <section key={group.heading} class="group">
          <h2 class="group-title">{words.heading[group.heading === 'now' ? 'now' : 'next']}</h2>
          <Few event={event} list={group.sessions.slice(0, SHOWN_MAX)} />
        </section>
      ))}
    </>
  )
}

function Few({ event, list }: { event: Event; list: Session[] }) {
  return <ul class="rows">{list.map((one) => <SessionRow key={one.code} event={event} session={one} />)}</ul>
}
