import type { Event } from '../rules/nouns'
import { now } from '../store/clock'
import { mine } from '../store/outbox'
import { pressed, save, savedName, sendNow } from '../store/pressing'
import { isCutOff } from '../store/timing'
import { words } from '../words'
import { Danger, lastHeard } from './Contact'
import { Contradictions } from './Contradictions'
import { Icon } from './Icon'

const MINUTE_MS = 60_000

/** What waits on this phone, how old it is, and what can be done about it. */
export function Queue({ event }: { event: Event }) {
  const waiting = mine.value
  if (waiting.length === 0 && !isCutOff.value) return <><Sent /><Contradictions event={event} /><Danger /></>
  const oldest = Math.min(...waiting.map((one) => one.reading.wall))
  const minutes = Math.max(Math.floor((now.value.getTime() - oldest) / MINUTE_MS), 0)
  return (
    <><section class="queue" data-testid="queue" data-waiting={waiting.length}>
      <p class="queue-title"><Icon name="noContact" size={20} />{waiting.length > 0 ? words.waitingScans(waiting.length) : words.cutOff}</p>
      <p class="queue-lead">
        {waiting.length > 0 && `${words.oldest(minutes)} `}{lastHeard()}. {isCutOff.value && words.cutOffAdvice}
      </p>
      <Problems />
      {waiting.length > 0 && <Choices />}
      <Danger />
    </section><Contradictions event={event} /></>
  )
}

/** What the server said of scans that it did not take. */
function Problems() {
  const aside = mine.value.filter((one) => one.problem !== '')
  if (aside.length === 0) return null
  const said = [...new Set(aside.map((one) => one.problem))]
  return <p class="queue-lead" role="alert">{words.setAside(aside.length)}: {said.join(' ')}</p>
}

/** What came of the last press of a button. */
function Said() {
  const { value } = pressed
  const said = { none: '', sending: '', sent: words.sentAll, unsent: words.sentNone, saved: words.saved(savedName.value) }[value]
  return said === '' ? null : <p class="queue-said" role="status" data-testid="queue-said">{said}</p>
}

/** The queue is gone where all of it was sent: that is said in its place. */
function Sent() {
  return pressed.value === 'sent' ? <Said /> : null
}

function Choices() {
  return (
    <>
      <div class="queue-row">
        <button type="button" class="button" data-testid="send-now" disabled={pressed.value === 'sending'} onClick={sendNow}>
          <Icon name="refresh" size={20} />{pressed.value === 'sending' ? words.sending : words.sendNow}
        </button>
        <button type="button" class="button button-quiet" data-testid="save-to-file" onClick={save}>{words.saveToFile}</button>
      </div>
      <Said />
      <p class="queue-lead">{words.saveAdvice}</p>
    </>
  )
}
