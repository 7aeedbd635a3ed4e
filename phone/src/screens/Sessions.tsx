import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

import type { Event, Session } from '../rules/nouns'
import { dayIn, matching, programme, type Group } from '../rules/programme'
import { now } from '../store/clock'
import { loadSessions, sessions } from '../store/sessions'
import { words } from '../words'
import { dayName, shortDay } from '../words/format'
import { Empty, Missing } from './Empty'
import { SearchField } from './SearchField'
import { SessionRow } from './SessionRow'
import { Stale } from './Stale'
import { Top } from './Top'

export function Sessions({ event }: { event: Event }) {
  useEffect(() => void loadSessions(event.slug), [event.slug])
  const loaded = sessions.value
  return (
    <main class="page">
      <Top title={words.sessionsTitle} up={{ screen: 'toolkit', slug: event.slug }} />
      {loaded.state === 'ready'
        ? <Programme event={event} list={loaded.value} />
        : <Missing loaded={loaded} again={() => void loadSessions(event.slug)} />}
    </main>
  )
}

function Programme({ event, list }: { event: Event; list: Session[] }) {
  const text = useSignal('')
  const day = useSignal<string | null>(null)
  if (list.length === 0) return <Empty icon="calendar" title={words.noSessions} advice={words.noSessionsAdvice} />
  const dayOf = (one: Session): string => dayIn(event.timezone, new Date(one.starts_at))
  const days = [...new Set(list.map(dayOf))].sort()
  const shown = matching(list, text.value).filter((one) => day.value === null || dayOf(one) === day.value)
  return (
    <>
      <div class="filters">
        <SearchField label={words.searchSessions} value={text.value} onText={(value) => (text.value = value)} />
        {days.length > 1 && <Days days={days} chosen={day.value} choose={(value) => (day.value = value)} />}
        <Stale zone={event.timezone} />
      </div>
      {shown.length === 0 && <Empty icon="search" title={words.noneMatch} />}
      {programme(shown, event.timezone, now.value).map((group) => (
        <section key={group.heading + group.day} class="group">
          <h2 class="group-title" data-heading={group.heading}>{title(group)}</h2>
          <ul class="rows">
            {group.sessions.map((one) => <SessionRow key={one.code} event={event} session={one} />)}
          </ul>
        </section>
      ))}
    </>
  )
}

function Days({ days, chosen, choose }: { days: string[]; chosen: string | null; choose: (day: string | null) => void }) {
  const chip = (day: string | null, label: string) => (
    <button type="button" key={label} class="chip" aria-pressed={chosen === day} onClick={() => choose(day)}>{label}</button>
  )
  return <div class="chips">{chip(null, words.allDays)}{days.map((day) => chip(day, shortDay(day)))}</div>
}

function title(group: Group): string {
  return group.heading === 'day' ? dayName(group.day) : words.heading[group.heading]
}
