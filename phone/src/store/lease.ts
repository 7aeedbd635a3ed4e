import { signal } from '@preact/signals'

import type { Direction } from '../rules/reasons'
import { leased, seatsLeft, type Lease } from '../rules/seats'
import type { DoorAnswer } from '../sync/wire'
import { keptTable } from './database'
import { mine } from './outbox'
import { serverNow } from './timing'

/** The places that the server lent this phone at the session where it stands. */
export const lease = signal<Lease | null>(null)

const LEASE = 'lease'

async function remember(held: Lease | null): Promise<void> {
  lease.value = held
  await keptTable.change([[LEASE, held]]).catch(console.warn)
}

/** Takes up the lease of before the app was opened anew. */
export async function loadLease(): Promise<void> {
  const kept = await keptTable.get(LEASE).catch(() => undefined)
  if (lease.peek() === null && isLease(kept)) {
    lease.value = { ...kept, until: performance.now() + kept.endsAt - serverNow() }
  }
}

function isLease(value: unknown): value is Lease {
  return typeof value === 'object' && value !== null && 'endsAt' in value && 'spent' in value
}

/** All places that were ever given away here, so that those given away while asking are known. */
let given = 0

/** Counts places that an admission took, or a way out gave back; on disk when it returns. */
export async function spend(slug: string, session: string, seats: number): Promise<void> {
  given += Math.max(seats, 0)
  const held = lease.peek()
  if (seats === 0 || held?.slug !== slug || held.session !== session) return
  await remember({ ...held, spent: held.spent + seats })
}

/** Places given away by scans that are being written down, and stand nowhere else yet. */
let writing = 0

/** Counts places as given away until the returned function is called: the scan is then kept, or lost. */
export function writingDown(seats: number): () => void {
  const taken = Math.max(seats, 0)
  writing += taken
  return () => void (writing -= taken)
}

/** Whether a place may be taken from what this phone was lent at the session. */
export function isLent(slug: string, session: string): boolean {
  const held = lease.peek()
  return held?.slug === slug && held.session === session
}

export interface Asking {
  slug: string
  session: string
  at: number
  unanswered: number
  given: number
}

/** To be taken just before the server is asked: what it may not have counted yet. */
export function asking(slug: string, session: string): Asking {
  const here = mine.peek().filter((one) => one.slug === slug && one.scan.session === session)
  const unanswered = here.filter((one) => one.effect === null || one.effect.seats > 0).length + writing
  return { slug, session, at: performance.now(), unanswered, given }
}

/** Takes in what the server lends. */
export async function lend(answer: DoorAnswer, asked: Asking): Promise<void> {
  if (answer.lease === null) return remember(null)
  const { seats, until, beyond } = answer.lease
  const lent = { seats, beyond, at: Date.parse(answer.at), until: Date.parse(until) }
  return remember(leased(lent, { ...asked, unanswered: asked.unanswered + (given - asked.given) }))
}

/** How many people this phone may still let in without asking. */
export function seatsAt(slug: string, session: string): number {
  return seatsLeft(lease.peek(), slug, session, { mono: performance.now(), server: serverNow() })
}

/** Whether a phone that says that it stands there may give nothing away any more of what it was lent. */
export function endsLease(slug: string, session: string | null, direction: Direction): boolean {
  const held = lease.peek()
  return held !== null && !(held.slug === slug && held.session === session && direction === 'in')
}

/** Gives away no more from a lease of a door that this phone is about to leave or to turn. */
export async function leaveLease(slug: string, session: string | null, direction: Direction): Promise<void> {
  if (endsLease(slug, session, direction)) await remember(null)
}
