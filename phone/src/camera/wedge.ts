import { Bursts, type Place } from './burst'

/** Listens to scanners that type, wherever the focus is, until the returned function is called. */
export function listenToWedge(onBadge: (text: string) => void): () => void {
  const bursts = new Bursts()

  function press(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const burst = bursts.press(event.key, event.timeStamp, placeOf(document.activeElement))
    if (burst === null) return
    // Its Enter must not press the button that happens to have the focus.
    event.preventDefault()
    event.stopImmediatePropagation()
    strip(burst.text)
    onBadge(burst.text)
  }

  window.addEventListener('keydown', press, { capture: true })
  return () => window.removeEventListener('keydown', press, { capture: true })
}

const FIELDS = 'textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])'

function placeOf(focused: Element | null): Place {
  return focused?.matches(FIELDS) ? 'field' : 'page'
}

/** What the scanner typed into a field is taken out of it again. */
function strip(text: string): void {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  if (!field.value.endsWith(text)) return
  field.value = field.value.slice(0, -text.length)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
