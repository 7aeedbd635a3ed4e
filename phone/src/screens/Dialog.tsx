import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

import { Typing } from '../camera/typing'
import { isPaused } from '../store/desk'
import { words } from '../words'

/** A question over the screen; badges wait until it is answered, and no scanner's Enter answers it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const typing = useRef(new Typing())
  const id = useId()
  useEffect(() => {
    dialog.current?.showModal()
    // On a button, the next Enter would press it, whoever sends it.
    heading.current?.focus()
    isPaused.value = true
    return () => {
      isPaused.value = false
    }
  }, [])

  function press(event: KeyboardEvent): void {
    if (typing.current.endsWith(event.key, event.timeStamp)) event.preventDefault()
  }

  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onClose={onClose} onKeyDown={press}>
      <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
      {children}
      <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>{words.cancel}</button>
    </dialog>
  )
}
