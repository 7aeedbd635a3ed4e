import { computed, effect, signal } from '@preact/signals'

import type { Session } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { now } from './clock'
import { session } from './sessions'

/** Which way this phone scans at each session, by code; it belongs to the door. */
const directions = signal<ReadonlyMap<string, Direction>>(new Map())

/** Sessions that ended while this phone stood at them, and whether it left `in` for that. */
const ended = signal<ReadonlyMap<string, boolean>>(new Map())

export function directionAt(code: string): Direction {
  return directions.value.get(code) ?? 'in'
}

export function face(code: string, direction: Direction): void {
  directions.value = new Map(directions.value).set(code, direction)
}

export const direction = computed<Direction>(() => (session.value ? directionAt(session.value.code) : 'in'))

// After its end nobody comes in to a session: forgetting to switch is what spoils records most.
// Whoever switches back means it, so it happens once.
effect(() => {
  const open = session.value
  if (open === null || !hasEnded(open) || ended.peek().has(open.code)) return
  const before = directions.peek()
  ended.value = new Map(ended.peek()).set(open.code, before.get(open.code) !== 'out')
  directions.value = new Map(before).set(open.code, 'out')
})

/** Whether this phone scans out at a session only because the session ended. */
export function hasLeftByItself(one: Session): boolean {
  return ended.value.get(one.code) === true && directionAt(one.code) === 'out'
}

function hasEnded(one: Session): boolean {
  return now.value.getTime() >= Date.parse(one.ends_at)
}

const KEPT = 'usher-phone'
const DOOR_LENGTH_MAX = 64

/** What the server knows this phone at this door as. */
export function doorName(code: string, direction: Direction): string {
  const tail = `:${direction}`
  return `${phone()}:${code}`.slice(0, DOOR_LENGTH_MAX - tail.length) + tail
}

function phone(): string {
  const kept = localStorage.getItem(KEPT)
  if (kept !== null) return kept
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('')
  localStorage.setItem(KEPT, made)
  return made
}
