import { computed, signal } from '@preact/signals'

import type { Contact, Reading } from '../rules/clock'
import type { Scan } from '../rules/nouns'
import type { Pass } from '../rules/stays'
import { me } from './account'
import { Table } from './database'
import { Queue } from './queue'

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
  /** Where somebody took it back: the undo's id, and when; it goes with the scan. */
  undone?: { void: string; reading: Reading; contact: Contact | null }
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

/** The queue is always the same; what holds it is another one after each change. */
export const outbox = signal({ queue: new Queue() })

/** Nobody sees what another person left on this phone, and nobody loses it. */
export const mine = computed<Waiting[]>(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  return outbox.value.queue.all().filter((one) => one.owner === person?.email)
})

let places = 0

/** Reads what waits since before the app was opened. */
export async function loadOutbox(): Promise<void> {
  const kept = (await table.all()).sort((a, b) => a.place - b.place)
  places = Math.max(places, ...kept.map((one) => one.place))
  // What was scanned meanwhile stays as it is.
  const { queue } = outbox.peek()
  put(kept.filter((one) => queue.get(one.scan.id) === undefined), [])
}

/** Keeps a scan, instead of an earlier one if it takes its place; on disk when it returns. */
export async function keep(one: Omit<Waiting, 'place'>, insteadOf?: string): Promise<void> {
  places += 1
  const place = outbox.peek().queue.get(insteadOf ?? '')?.place ?? places
  const kept: Waiting = { ...one, place }
  await table.change([[one.scan.id, kept]], insteadOf === undefined ? [] : [insteadOf])
  put([kept], insteadOf === undefined ? [] : [insteadOf])
}

/** Forgets scans that the server has answered, at once. Were they back after a loss of power and sent again, they change nothing. */
export async function forget(ids: readonly string[]): Promise<void> {
  put([], ids)
  await table.change([], ids, 'relaxed')
}

/** Takes back a scan that waits; on disk when it returns. False: it waits no more, or could not be kept. */
export async function takeBack(id: string, undone: NonNullable<Waiting['undone']>): Promise<boolean> {
  const one = outbox.peek().queue.get(id)
  if (one === undefined) return false
  // Here first: an answer that comes meanwhile, to the scan alone, must not be its end.
  put([{ ...one, undone }], [])
  try {
    await table.change([[id, { ...one, undone }]])
    return true
  } catch (error) {
    console.warn('an undo could not be kept', error)
    put([one], [])
    return false
  }
}

/** Whether this is what waits still: meanwhile it may have been taken back. */
export function isUnchanged(sent: Waiting): boolean {
  return outbox.peek().queue.get(sent.scan.id)?.undone === sent.undone
}

/** Notes why the server would not take these. */
export async function setAside(waiting: readonly Waiting[], problem: string): Promise<void> {
  const aside = waiting.map((one) => ({ ...one, problem }))
  await table.change(aside.map((one) => [one.scan.id, one] as const))
  put(aside, [])
}

function put(kept: readonly Waiting[], gone: readonly string[]): void {
  const { queue } = outbox.peek()
  gone.forEach((id) => queue.delete(id))
  kept.forEach((one) => queue.put(one))
  outbox.value = { queue }
}

/** What scans that wait add to a session's counts; the server's own do not hold them yet. */
export function pending(slug: string, code: string): Pick<Effect, 'attended' | 'inside' | 'seats'> {
  return outbox.value.queue.sum(slug, code)
}
