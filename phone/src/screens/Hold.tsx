import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

import { words } from '../words'
import { Dialog } from './Dialog'
import { Icon, type IconName } from './Icon'

const HOLD_MS = 600

interface Props {
  icon: IconName
  word: string
  tone: 'main' | 'plain' | 'bad'
  testid: string
  onHeld: () => void
}

/** A button that must be held on purpose; with a keyboard or a screen reader, it asks. */
export function Hold({ icon, word, tone, testid, onHeld }: Props) {
  const { isHeld, press, release } = useHold(onHeld)
  const isAsking = useSignal(false)

  function confirm(): void {
    isAsking.value = false
    onHeld()
  }

  // A click with no pointer behind it (detail 0) comes from a keyboard or a screen reader.
  const ask = (event: MouseEvent): void => void (event.detail === 0 && (isAsking.value = true))
  return (
    <>
      <button type="button" class="hold monitor-hold" data-testid={testid} data-held={isHeld} data-tone={tone}
        onPointerDown={press} onPointerUp={release} onPointerLeave={release} onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()} onClick={ask}>
        <span class="hold-fill" aria-hidden="true" />
        <span class="hold-word"><Icon name={icon} size={28} />{word}</span>
      </button>
      {isAsking.value && (
        <Dialog title={`${word}?`} onClose={() => (isAsking.value = false)}>
          <button type="button" class="button button-main" onClick={confirm}>{words.monitor.yes}</button>
        </Dialog>
      )}
    </>
  )
}

/** Calls back once the button was held long enough. */
export function useHold(onHeld: () => void) {
  const timer = useRef(0)
  const isHeld = useSignal(false)

  function press(): void {
    isHeld.value = true
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => (release(), onHeld()), HOLD_MS)
  }

  function release(): void {
    clearTimeout(timer.current)
    isHeld.value = false
  }

  useEffect(() => release, [])
  return { isHeld: isHeld.value, press, release }
}
