import { effect, signal } from '@preact/signals'

import { mine } from './outbox'
import { saveToFile } from './saving'
import { isCutOff } from './timing'
import { hurry } from './uploading'

/** What the last press of a button at the queue led to. */
export const pressed = signal<'none' | 'sending' | 'sent' | 'unsent' | 'saved'>('none')

/** The name of the file that was saved last. */
export const savedName = signal('')

const PATIENCE_MS = 5_000
const SHOWN_MS = 8_000
let timer = 0

function show(what: 'sent' | 'unsent' | 'saved'): void {
  clearTimeout(timer)
  pressed.value = what
  timer = window.setTimeout(() => (pressed.value = 'none'), what === 'sent' ? SHOWN_MS : 4 * SHOWN_MS)
}

/** Tries to send at once, and tells whether it went. */
export function sendNow(): void {
  clearTimeout(timer)
  pressed.value = 'sending'
  hurry()
  timer = window.setTimeout(() => show('unsent'), PATIENCE_MS)
}

effect(() => {
  if (pressed.value === 'sending' && mine.value.length === 0) show('sent')
})

// A try that failed is told as soon as it did.
effect(() => {
  if (isCutOff.value && pressed.peek() === 'sending') show('unsent')
})

export function save(): void {
  savedName.value = saveToFile()
  show('saved')
}
