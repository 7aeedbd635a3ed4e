import { me } from '../store/account'
import { events, isGone, loadEvents } from '../store/events'
import { href } from '../store/route'
import type { Event } from '../rules/nouns'
import { words } from '../words'
import { days } from '../words/format'
import { Empty, Missing } from './Empty'
import { Icon } from './Icon'
import { Languages } from './Languages'
import { SignOut } from './SignOut'
import { Top } from './Top'

export function Events() {
  const loaded = events.value
  return (
    <main class="page">
      <Top title={words.eventsTitle} />
      {isGone.value && <p class="notice" data-tone="warn" role="alert"><Icon name="warning" size={20} />{words.gone}</p>}
      {loaded.state === 'ready' ? <List list={loaded.value} /> : <Missing loaded={loaded} again={() => void loadEvents()} />}
      <Languages />
      <SignOut />
    </main>
  )
}

function List({ list }: { list: Event[] }) {
  const email = me.value.state === 'ready' ? (me.value.value?.email ?? '') : ''
  if (list.length === 0) {
    return (
      <Empty icon="calendar" title={words.noEvents} advice={words.noEventsAdvice(email)}>
        <button type="button" class="button" onClick={() => void loadEvents()}>
          <Icon name="refresh" size={20} />{words.tryAgain}
        </button>
      </Empty>
    )
  }
  return (
    <ul class="rows">
      {list.map((event) => (
        <li key={event.slug}>
          <a class="row" href={href({ screen: 'toolkit', slug: event.slug })} data-testid={`event-${event.slug}`}>
            <span class="row-main">
              <span class="row-title">{event.name}</span>
              <span class="row-sub">{days(event.starts_on, event.ends_on)}</span>
            </span>
            <span class="tag">{event.is_owner ? words.owner : words.eventUser}</span>
            <Icon name="forward" size={20} />
          </a>
        </li>
      ))}
    </ul>
  )
}
