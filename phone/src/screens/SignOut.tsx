import { useSignal } from '@preact/signals'

import { me } from '../store/account'
import { leave, leaving } from '../store/leaving'
import { mine } from '../store/outbox'
import { saidHere } from '../store/said'
import { words } from '../words'
import { Dialog } from './Dialog'
import { Icon } from './Icon'

/** Who is signed in on this phone, and the way out. */
export function SignOut() {
  const isAsking = useSignal(false)
  const person = me.value.state === 'ready' ? me.value.value : null
  if (person === null) return null
  return (
    <footer class="who">
      <Icon name="account" />
      <span class="row-main">
        <span class="row-title">{person.name || person.email}</span>
        {person.name && <span class="row-sub">{person.email}</span>}
      </span>
      <button type="button" class="button button-quiet" data-testid="sign-out" onClick={() => (mine.value.length + saidHere.value.length > 0 ? (isAsking.value = true) : void leave())}>
        {words.signOut}
      </button>
      {leaving.value === 'no_contact' && <p class="actions-note" role="alert">{words.leaveNoContact}</p>}
      {isAsking.value && (
        <Dialog title={words.leaveTitle} onClose={() => (isAsking.value = false)}>
          <p><b>{waitingHere()}</b> {words.leaveAdvice}</p>
          <button type="button" class="button button-main" data-testid="leave-anyway" onClick={() => void leave()}>
            {words.leaveAnyway}
          </button>
        </Dialog>
      )}
    </footer>
  )
}

/** What is on this phone and not at the server, in words. */
function waitingHere(): string {
  const scans = mine.value.length > 0 ? [`${words.waitingScans(mine.value.length)}.`] : []
  const said = saidHere.value.length > 0 ? [words.monitor.waiting(saidHere.value.length)] : []
  return [...scans, ...said].join(' ')
}
