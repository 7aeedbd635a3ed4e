import { signal } from '@preact/signals'

import { effective, isSame, type Contact, type Effective, type Reading } from '../rules/clock'
import { onAnswer } from '../sync/http'
import { keptTable } from './database'

/** The phone's clocks, and how they stand to the server's. */
const CLOCK = 'clock'
const life = crypto.randomUUID()

/** The last time that the server told its own; kept over a restart. */
export const contact = signal<Contact | null>(null)

/** When the server last answered anything, by the phone's own clock; null: not since the app was opened. */
export const heardAt = signal<number | null>(null)

/** True from the first request that is not answered until the next that is. */
export const isCutOff = signal(false)

onAnswer((isAnswered) => {
  isCutOff.value = !isAnswered
  if (isAnswered) heardAt.value = Date.now()
})

/** The server is too slow for a person who waits: until it is heard again the phone decides alone. */
export function noticeSilence(): void {
  isCutOff.value = true
}

export function reading(): Reading {
  return { wall: Date.now(), mono: performance.now(), life }
}

/** Takes in the server's time of an answer to what was asked at the reading. */
export function noticeClock(server: string, asked: Reading): void {
  const halfway = (performance.now() - asked.mono) / 2
  const measured = { server: Date.parse(server), wall: asked.wall + halfway, mono: asked.mono + halfway, life }
  contact.value = measured
  void keptTable.change([[CLOCK, measured]], [], 'relaxed').catch(console.warn)
}

/** Whether the server told its time since the app was opened. */
export function isMeasured(): boolean {
  return contact.peek()?.life === life
}

/** Now, by the server's clock as far as it is known. */
export function serverNow(): number {
  return effective(reading(), contact.peek(), null).at
}

/** When it was, by the best that is known of it by now. */
export function timeOf(one: { reading: Reading; contact: Contact | null }): Effective {
  const newest = contact.peek()
  // One contact says nothing of whether the clock was set since.
  return effective(one.reading, one.contact, isSame(one.contact, newest) ? null : newest)
}

/** Remembers the last contact of before the app was opened. */
export async function loadClock(): Promise<void> {
  const kept = await keptTable.get(CLOCK)
  if (contact.peek() === null && isContact(kept)) contact.value = kept
}

function isContact(value: unknown): value is Contact {
  return typeof value === 'object' && value !== null && 'server' in value && 'wall' in value
}
