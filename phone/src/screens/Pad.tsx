import { useSignal } from '@preact/signals'

import { words } from '../words'
import { Dialog } from './Dialog'
import { Icon } from './Icon'

const DIGITS_MAX = 6
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** A head count by a pad of large keys, for one thumb. */
export function Pad({ onClose, onCount }: { onClose: () => void; onCount: (count: number) => void }) {
  const typed = useSignal('')
  const press = (digit: string): void => {
    typed.value = `${typed.value}${digit}`.replace(/^0+(?=\d)/, '').slice(0, DIGITS_MAX)
  }

  function record(): void {
    onCount(Number(typed.value))
    onClose()
  }

  return (
    <Dialog title={words.monitor.howMany} onClose={onClose}>
      <output class="pad-count" data-testid="pad-count" aria-live="polite">{typed.value || '–'}</output>
      <div class="pad">
        {DIGITS.map((digit) => <button key={digit} type="button" class="pad-key" onClick={() => press(digit)}>{digit}</button>)}
        <span />
        <button type="button" class="pad-key" onClick={() => press('0')}>0</button>
        <button type="button" class="pad-key" aria-label={words.monitor.eraseDigit} onClick={() => (typed.value = typed.value.slice(0, -1))}>
          <Icon name="erase" />
        </button>
      </div>
      <p class="hint">{words.monitor.countAdvice}</p>
      <button type="button" class="button button-main" data-testid="record-count" disabled={typed.value === ''} onClick={record}>
        {words.monitor.record}
      </button>
    </Dialog>
  )
}
