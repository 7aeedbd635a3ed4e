import type { Event } from '../rules/nouns'
import { dismiss, saidHere, timesAt, wordOf, type Unsaid } from '../store/said'
import { words } from '../words'
import { clock, count } from '../words/format'
import { Icon } from './Icon'

/** What was said of the session: what the server has, and what waits on this phone. */
export function Said({ event, code }: { event: Event; code: string }) {
  const here = saidHere.value.filter((one) => one.slug === event.slug && one.code === code)
  const heard = timesAt(event.slug, code)?.said ?? []
  if (heard.length + here.length === 0) return null
  return (
    <section class="monitor-said">
      <h2>{words.monitor.saidTitle}</h2>
      <ol>
        {heard.map((one) => (
          <li key={one.seq}>
            <time dateTime={one.at}>{clock(one.at, event.timezone)}</time>
            <span>{words.monitor.said[one.what]}{one.count !== null && one.inside !== null && `: ${words.monitor.counted(count(one.count), count(one.inside))}`}</span>
            <span class="row-sub">{one.by}</span>
          </li>
        ))}
        {here.map((one) => <Waiting key={one.said.id} one={one} zone={event.timezone} />)}
      </ol>
    </section>
  )
}

function Waiting({ one, zone }: { one: Unsaid; zone: string }) {
  const { what, at } = wordOf(one)
  const number = one.said.count === undefined ? '' : `: ${count(one.said.count)}`
  return (
    <li data-testid="said-waiting" data-undone={one.undone !== null}>
      <time dateTime={at}>{clock(at, zone)}</time>
      <span>{words.monitor.said[what]}{number}</span>
      <span class="row-sub">{one.problem === '' ? words.monitor.notSent : one.problem}</span>
      {one.problem !== '' && (
        <button type="button" class="button button-quiet" onClick={() => void dismiss(one.said.id).catch(console.warn)}>
          <Icon name="close" size={20} />{words.dismiss}
        </button>
      )}
    </li>
  )
}
