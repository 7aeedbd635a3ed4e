import { useSignal } from '@preact/signals'

import type { Direction } from '../rules/reasons'
import { words } from '../words'
import { Dialog } from './Dialog'
import { useHold } from './Hold'
import { Icon } from './Icon'

/** Turns the door round by a deliberate hold; with a keyboard or a screen reader, by a question. */
export function HoldSwitch({ to, onSwitch }: { to: Direction; onSwitch: () => void }) {
  const { isHeld, press, release } = useHold(onSwitch)
  const isAsking = useSignal(false)

  function confirm(): void {
    isAsking.value = false
    onSwitch()
  }

  // A click with no pointer behind it (detail 0) comes from a keyboard or a screen reader.
  const ask = (event: MouseEvent): void => void (event.detail === 0 && (isAsking.value = true))
  return (
    <>
      <button type="button" class="hold" data-testid="hold-switch" data-held={isHeld}
        onPointerDown={press} onPointerUp={release} onPointerLeave={release} onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()} onClick={ask}>
        <span class="hold-fill" data-direction={to} aria-hidden="true" />
        <span class="hold-word"><Icon name={to} size={20} />{words.holdToSwitch[to]}</span>
      </button>
      {isAsking.value && (
        <Dialog title={words.switchTo[to]} onClose={() => (isAsking.value = false)}>
          <button type="button" class="button button-main" onClick={confirm}>{words.switchYes[to]}</button>
        </Dialog>
      )}
    </>
  )
}
