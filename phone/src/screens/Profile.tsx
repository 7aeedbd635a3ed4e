import { useEffect } from 'preact/hooks'

import type { Attended, Event, Profile as TheProfile } from '../rules/nouns'
import { loadProfile, profile } from '../store/people'
import { words } from '../words'
import { clock, count, dayAndClock } from '../words/format'
import { Empty, Missing } from './Empty'
import { Top } from './Top'

export function Profile({ event, id }: { event: Event; id: number }) {
  useEffect(() => void loadProfile(event.slug, id), [event.slug, id])
  const loaded = profile.value
  return (
    <main class="page">
      <Top title={words.profileTitle} up={{ screen: 'toolkit', slug: event.slug }} />
      {loaded.state === 'ready'
        ? <Card zone={event.timezone} person={loaded.value} />
        : <Missing loaded={loaded} again={() => void loadProfile(event.slug, id)} />}
    </main>
  )
}

function Card({ zone, person }: { zone: string; person: TheProfile }) {
  const attended = person.sessions.filter((one) => one.attended)
  const minutes = attended.reduce((sum, one) => sum + one.minutes, 0)
  return (
    <>
      <section class="person">
        <h2 class="person-name" data-testid="profile-name"><bdi>{person.name}</bdi></h2>
        <p class="person-tags">
          <span class="tag" data-tone="accent">{person.level ?? words.noLevel}</span>
          {person.status === 'cancelled'
            ? <span class="tag" data-tone="bad">{words.status.cancelled}</span>
            : <span class="tag" data-tone="good">{words.status.registered}</span>}
        </p>
        <dl class="facts">
          <dt>{words.company}</dt><dd><bdi>{person.company || words.noCompany}</bdi></dd>
          {(person.email ?? person.email_domain) && (
            <><dt>{words.emailLabel}</dt><dd>{person.email ?? `…@${person.email_domain}`}</dd></>
          )}
          {person.badge && <><dt>{words.badge}</dt><dd class="code">{person.badge}</dd></>}
          <dt>{words.attendedSoFar}</dt><dd>{words.attendedTotal(attended.length, minutes)}</dd>
        </dl>
      </section>
      <section class="group">
        <h2 class="group-title">{words.schedule}</h2>
        {person.sessions.length === 0
          ? <Empty icon="calendar" title={words.noSchedule} />
          : <ul class="rows">{person.sessions.map((one) => <Line key={one.code} zone={zone} one={one} />)}</ul>}
      </section>
    </>
  )
}

function Line({ zone, one }: { zone: string; one: Attended }) {
  return (
    <li class="row" data-testid={`attended-${one.code}`}>
      <span class="row-main">
        <span class="row-title">{one.title}</span>
        <span class="row-sub">{dayAndClock(one.starts_at, zone)} · {one.room}</span>
      </span>
      <State zone={zone} one={one} />
    </li>
  )
}

function State({ zone, one }: { zone: string; one: Attended }) {
  if (one.inside && one.first_in_at) {
    return <span class="tag" data-tone="good">{words.insideSince(clock(one.first_in_at, zone))}</span>
  }
  if (one.attended) return <span class="tag" data-tone="accent">{words.wasThere(count(one.minutes))}</span>
  return one.on_schedule ? <span class="tag">{words.onSchedule}</span> : null
}
