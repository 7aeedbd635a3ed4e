import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'

import type { Event } from '../rules/nouns'
import { loadMe, me } from '../store/account'
import { event as openEvent, events, loadEvents, mayScan } from '../store/events'
import { replace, route, type Route } from '../store/route'
import { loadSessions, session, sessions } from '../store/sessions'
import { update, waiting } from '../store/update'
import { words } from '../words'
import { Missing } from './Empty'
import { Events } from './Events'
import { Find } from './Find'
import { Monitor } from './Monitor'
import { Profile } from './Profile'
import { Scan } from './Scan'
import { Session } from './Session'
import { Sessions } from './Sessions'
import { SignIn } from './SignIn'
import { Toolkit } from './Toolkit'

export function App() {
  const place = route.value
  useEffect(() => window.scrollTo(0, 0), [place])
  return <><Screen place={place} />{place.screen !== 'scan' && <Update />}</>
}

function Screen({ place }: { place: Route }) {
  if (me.value.state !== 'ready') return <Hold><Missing loaded={me.value} again={() => void loadMe()} /></Hold>
  if (me.value.value === null) return <SignIn />
  if (events.value.state !== 'ready') return <Hold><Missing loaded={events.value} again={() => void loadEvents()} /></Hold>
  const [first, ...others] = events.value.value
  if (place.screen === 'home') return first && others.length === 0 ? <Redirect slug={first.slug} /> : <Events />
  if (place.screen === 'events' || openEvent.value === null) return <Events />
  return <InEvent place={place} event={openEvent.value} />
}

type EventPlace = Exclude<Route, { screen: 'home' | 'events' }>

function InEvent({ place, event }: { place: EventPlace; event: Event }) {
  switch (place.screen) {
    case 'toolkit': return <Toolkit event={event} />
    case 'sessions': return <Sessions event={event} />
    case 'profile': return <Profile event={event} id={place.id} />
    case 'find': return place.code === null ? <Find event={event} session={null} /> : <AtSession place={place} event={event} />
    case 'session':
    case 'monitor':
    case 'scan': return <AtSession place={place} event={event} />
  }
}

function AtSession({ place, event }: { place: EventPlace; event: Event }) {
  if (sessions.value.state !== 'ready') {
    return <Hold><Missing loaded={sessions.value} again={() => void loadSessions(event.slug)} /></Hold>
  }
  if (session.value === null) return <Sessions event={event} />
  if (place.screen === 'find') return <Find event={event} session={session.value} />
  if (place.screen === 'scan' && mayScan(event)) return <Scan event={event} session={session.value} />
  if (place.screen === 'monitor' && mayScan(event)) return <Monitor event={event} session={session.value} />
  return <Session event={event} session={session.value} />
}

function Redirect({ slug }: { slug: string }) {
  useEffect(() => replace({ screen: 'toolkit', slug }), [slug])
  return null
}

function Hold({ children }: { children: ComponentChildren }) {
  return <main class="page page-hold">{children}</main>
}

function Update() {
  if (waiting.value === null) return null
  return (
    <div class="update" role="status">
      <p>{words.updateReady}</p>
      <button type="button" class="button button-main" onClick={update}>{words.update}</button>
    </div>
  )
}
