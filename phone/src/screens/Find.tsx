import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

import type { Event, Found, Session } from '../rules/nouns'
import { listenToWedge } from '../camera/wedge'
import { read } from '../store/desk'
import { find, FOUND_MAX, search } from '../store/people'
import { back, go, type Route } from '../store/route'
import { words } from '../words'
import { Empty, Missing } from './Empty'
import { Icon } from './Icon'
import { SearchField } from './SearchField'
import { Sure } from './Sure'
import { Top } from './Top'

/** Search by name: at a door to let somebody in without a badge, elsewhere to look at a profile. */
export function Find({ event, session }: { event: Event; session: Session | null }) {
  const text = useSignal('')
  const chosen = useSignal<Found | null>(null)
  const up: Route = session
    ? { screen: 'scan', slug: event.slug, code: session.code }
    : { screen: 'toolkit', slug: event.slug }
  const atDoor = (badge: string, note?: string): void => {
    void read(badge, note === undefined ? {} : { note })
    back(up)
  }
  useEffect(() => (session ? listenToWedge((badge) => atDoor(badge)) : undefined), [])
  useEffect(() => () => find(event.slug, ''), [])

  function choose(one: Found): void {
    if (session) chosen.value = one
    else go({ screen: 'profile', slug: event.slug, id: one.id })
  }

  return (
    <main class="page">
      <Top title={words.findTitle} up={up} />
      <div class="filters">
        <SearchField label={words.findPlaceholder} value={text.value} testid="find-text" isFocused
          onText={(value) => (text.value = value, find(event.slug, value))} />
      </div>
      <Answers text={text.value} again={() => find(event.slug, text.value)} choose={choose} />
      {chosen.value && session && (
        <Sure person={chosen.value} code={session.code} onClose={() => (chosen.value = null)}
          onSure={(badge) => atDoor(badge, words.foundByName)} />
      )}
    </main>
  )
}

function Answers({ text, again, choose }: { text: string; again: () => void; choose: (one: Found) => void }) {
  const loaded = search.value
  if (loaded.state === 'idle') return <p class="hint">{words.findLead}</p>
  if (loaded.state !== 'ready') return <Missing loaded={loaded} again={again} />
  if (loaded.value.length === 0) return <Empty icon="person" title={words.findNone(text.trim())} advice={words.findLead} />
  return (
    <>
      <ul class="rows">{loaded.value.map((one) => <Person key={one.id} one={one} choose={choose} />)}</ul>
      {loaded.value.length >= FOUND_MAX && <p class="hint">{words.findMany}</p>}
    </>
  )
}

function Person({ one, choose }: { one: Found; choose: (one: Found) => void }) {
  const second = [one.company, one.email_domain && `@${one.email_domain}`].filter(Boolean).join(' · ')
  return (
    <li>
      <button type="button" class="row" data-testid={`found-${one.id}`} onClick={() => choose(one)}>
        <span class="row-main">
          <span class="row-title"><bdi>{one.name}</bdi></span>
          <span class="row-sub"><bdi>{second || words.noCompany}</bdi></span>
        </span>
        {one.status === 'cancelled'
          ? <span class="tag" data-tone="bad">{words.status.cancelled}</span>
          : one.level && <span class="tag">{one.level}</span>}
        <Icon name="forward" size={20} />
      </button>
    </li>
  )
}
