import type { Event, Session } from '../rules/nouns'
import { href } from '../store/route'
import { tallyOf } from '../store/sessions'
import { words } from '../words'
import { clock, count } from '../words/format'
import { Bar, level } from './Bar'

export function SessionRow({ event, session }: { event: Event; session: Session }) {
  const tally = tallyOf(session)
  return (
    <li class="session-item">
      <a class="row session-row" href={href({ screen: 'session', slug: event.slug, code: session.code })}
        data-testid={`session-${session.code}`}>
        <span class="session-time">
          <b>{clock(session.starts_at, event.timezone)}</b>
          <span>{clock(session.ends_at, event.timezone)}</span>
        </span>
        <span class="row-main">
          <span class="row-title">{session.title}</span>
          <span class="row-sub">{session.room}</span>
        </span>
        {session.cancelled_at ? <span class="tag" data-tone="bad">{words.sessionCancelled}</span> : (
          <span class="session-count" data-level={level(tally.inside, tally.capacity)}>
            <span><b>{count(tally.inside)}</b>{tally.capacity !== null && <> / {count(tally.capacity)}</>}</span>
            <span class="session-unit">{words.inside}</span>
            <Bar tally={tally} />
          </span>
        )}
      </a>
    </li>
  )
}
