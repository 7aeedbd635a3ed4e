import { signal } from '@preact/signals'

import { leased, seatsLeft, type Lease } from '../rules/seats'
import type { DoorAnswer } from '../sync/wire'
import { mine } from './outbox'

/** The places that the server lent this phone at the session where it stands. */
export const lease = signal<Lease | null>(null)

/** All places that were ever given away here, so that those given away while asking are known. */
let given = 0

/** Counts places that an admission took, or a way out gave back. */
export function spend(session: string, seats: number): void {
  given += Math.max(seats, 0)
  const held = lease.peek()
  if (held !== null && held.session === session) lease.value = { ...held, spent: Math.max(held.spent + seats, 0) }
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
  const unanswered = here.filter((one) => one.effect === null || one.effect.seats > 0).length
  return { slug, session, at: performance.now(), unanswered, given }
}

/** Takes in what the server lends. */
export function lend(answer: DoorAnswer, asked: Asking): void {
  if (answer.lease === null) {
    lease.value = null
    return
  }
  const lastsMs = Date.parse(answer.lease.until) - Date.parse(answer.at)
  const unanswered = asked.unanswered + (given - asked.given)
  lease.value = leased({ seats: answer.lease.seats, lastsMs }, { session: asked.session, at: asked.at, unanswered })
}

/** How many people this phone may still let in without asking. */
export function seatsAt(session: string): number {
  return seatsLeft(lease.peek(), session, performance.now())
}
