import { computed, signal } from '@preact/signals'

import type { Contact, Reading } from '../rules/clock'
import type { Scan } from '../rules/nouns'
import type { Pass } from '../rules/stays'
import { me } from './account'
import { Table } from './database'

/** A scan on this phone that the server has not answered. */
export interface Waiting {
  /** Its place in the queue: scans are sent in the order in which they were made. */
  place: number
  /** Who made it, by e-mail address: only they may send it. */
  owner: string
  slug: string
  /** The door's name. */
  door: string
  /** Without the time, which is made of the clock's reading when it is sent. */
  scan: Omit<Scan, 'scanned_at'>
  reading: Reading
  /** The last contact before it. */
  contact: Contact | null
  /** What it did by the phone's own verdict; null where nothing was told. */
  effect: Effect | null
  /** Why the server would not take it, in words; empty while it may. */
  problem: string
}

/** What a scan that was told did, as far as the phone counts. */
export interface Effect {
  attendee: number | null
  pass: Pass
  attended: number
  inside: number
  /** Places taken, or given back. */
  seats: number
}

const table = new Table<Waiting>('outbox')

export const outbox = signal<ReadonlyMap<string, Waiting>>(new Map())

/** Nobody sees what another person left on this phone, and nobody loses it. */
export const mine = computed<Waiting[]>(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  return [...outbox.value.values()].filter((one) => one.owner === person?.email)
})

let places = 0

/** Reads what waits since before the app was opened. */
export async function loadOutbox(): Promise<void> {
  const kept = (await table.all()).sort((a, b) => a.place - b.place)
  places = Math.max(places, ...kept.map((one) => one.place))
  outbox.value = new Map([...kept.map((one) => [one.scan.id, one] as const), ...outbox.peek()])
}

/** Keeps a scan, instead of an earlier one if it takes its place; on disk when it returns. */
export async function keep(one: Omit<Waiting, 'place'>, insteadOf?: string): Promise<void> {
  places += 1
  const place = outbox.peek().get(insteadOf ?? '')?.place ?? places
  const kept: Waiting = { ...one, place }
  await table.change([[one.scan.id, kept]], insteadOf === undefined ? [] : [insteadOf])
  put([kept], insteadOf === undefined ? [] : [insteadOf])
}

/** Forgets scans that the server has answered. */
export async function forget(ids: readonly string[]): Promise<void> {
  await table.change([], ids)
  put([], ids)
}

/** Notes why the server would not take these. */
export async function setAside(waiting: readonly Waiting[], problem: string): Promise<void> {
  const aside = waiting.map((one) => ({ ...one, problem }))
  await table.change(aside.map((one) => [one.scan.id, one] as const))
  put(aside, [])
}

function put(kept: readonly Waiting[], gone: readonly string[]): void {
  const next = new Map(outbox.peek())
  gone.forEach((id) => next.delete(id))
  kept.forEach((one) => next.set(one.scan.id, one))
  outbox.value = next
}

/** What scans that wait add to a session's counts; the server's own do not hold them yet. */
export function pending(slug: string, code: string): Pick<Effect, 'attended' | 'inside' | 'seats'> {
  const sum = { attended: 0, inside: 0, seats: 0 }
  for (const one of outbox.value.values()) {
    if (one.effect === null || one.slug !== slug || one.scan.session !== code) continue
    sum.attended += one.effect.attended
    sum.inside += one.effect.inside
    sum.seats += one.effect.seats
  }
  return sum
}

