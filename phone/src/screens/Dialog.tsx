import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

import { isPaused } from '../store/desk'
import { words } from '../words'

/** A question over the screen; badges wait until it is answered. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    dialog.current?.showModal()
    isPaused.value = true
    return () => {
      isPaused.value = false
    }
  }, [])
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
      <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>{words.cancel}</button>
    </dialog>
  )
}
