import { cancel, desk, next, retryNow } from '../store/desk'
import { words } from '../words'
import { Icon } from './Icon'

/** What stands on the screen until the server has answered; never green. */
export function Waiting() {
  const open = desk.value
  if (open.kind === 'fault') return <Fault detail={open.detail} />
  if (open.kind !== 'asking') return null
  if (open.tries === 0) {
    return <div class="waiting" data-state="checking" role="status"><Dots /><p class="waiting-word">{words.checking}</p></div>
  }
  return (
    <div class="waiting" data-state="no-contact" data-testid="no-contact" role="alert">
      <Icon name="noContact" size={64} />
      <p class="waiting-word">{words.tryingAgain}</p>
      <p>{words.tryingAgainAdvice}</p>
      <div class="actions">
        <button type="button" class="button button-main" data-testid="retry-now" onClick={retryNow}>
          <Icon name="refresh" size={20} />{words.retryNow}
        </button>
        <button type="button" class="button" data-testid="cancel-scan" onClick={cancel}>{words.cancelScan}</button>
      </div>
    </div>
  )
}

function Fault({ detail }: { detail: string }) {
  return (
    <div class="waiting" data-state="fault" data-testid="scan-fault" role="alert">
      <Icon name="warning" size={64} />
      <p class="waiting-word">{words.fault}</p>
      <p>{detail}</p>
      <div class="actions"><button type="button" class="button button-main" onClick={next}>{words.nextAttendee}</button></div>
    </div>
  )
}

function Dots() {
  return <span class="dots" aria-hidden="true"><i /><i /><i /></span>
}
