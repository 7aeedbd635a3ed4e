import { computed, effect, signal } from '@preact/signals'

import type { Session } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { now } from './clock'
import { event } from './events'
import { kept } from './kept'
import { session } from './sessions'

type Directions = ReadonlyMap<string, Direction>
type Ended = ReadonlyMap<string, boolean>

/** Which way this phone scans at each session, by its place; it belongs to the door. */
const directions = signal<Directions>(new Map(kept('usher-directions', isDirection)))

/** Sessions that ended while this phone stood at them, and whether it left `in` for that. */
const ended = signal<Ended>(new Map(kept('usher-ended', isBoolean)))

// A reload, which a phone may do by itself, leaves the phone at the door where it stood.
effect(() => sessionStorage.setItem('usher-directions', JSON.stringify([...directions.value])))
effect(() => sessionStorage.setItem('usher-ended', JSON.stringify([...ended.value])))

/** Two events may have sessions of the same code. */
function placeOf(code: string): string {
  return `${event.value?.slug ?? ''}/${code}`
}

export function directionAt(code: string): Direction {
  return directions.value.get(placeOf(code)) ?? 'in'
}

export function face(code: string, direction: Direction): void {
  directions.value = new Map(directions.value).set(placeOf(code), direction)
}

export const direction = computed<Direction>(() => (session.value ? directionAt(session.value.code) : 'in'))

// After its end nobody comes in to a session: forgetting to switch is what spoils records most.
// Whoever switches back means it, so it happens once.
effect(() => {
  const open = session.value
  if (open === null || !hasEnded(open)) return
  const place = placeOf(open.code)
  if (ended.peek().has(place)) return
  const before = directions.peek()
  ended.value = new Map(ended.peek()).set(place, before.get(place) !== 'out')
  directions.value = new Map(before).set(place, 'out')
})

/** Whether this phone scans out at a session only because the session ended. */
export function hasLeftByItself(one: Session): boolean {
  return ended.value.get(placeOf(one.code)) === true && directionAt(one.code) === 'out'
}

function isDirection(value: unknown): value is Direction {
  return value === 'in' || value === 'out'
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function hasEnded(one: Session): boolean {
  return now.value.getTime() >= Date.parse(one.ends_at)
}

const PHONE = 'usher-phone'
const DOOR_LENGTH_MAX = 64

/** What the server knows this phone at this door as. */
export function doorName(code: string, direction: Direction): string {
  const tail = `:${direction}`
  return `${phone()}:${code}`.slice(0, DOOR_LENGTH_MAX - tail.length) + tail
}

/** The id that this phone made for itself. */
export function phone(): string {
  const known = localStorage.getItem(PHONE)
  if (known !== null) return known
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join('')
  localStorage.setItem(PHONE, made)
  return made
}
