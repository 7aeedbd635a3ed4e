import { computed, effect } from '@preact/signals'

import type { Standing, Tally } from '../rules/nouns'
import { putDoor } from '../sync/api'
import { me, noticeSignedOut } from './account'
import { asking, endsLease, leaveLease, lend, seatsAt } from './lease'
import { waiting } from './desk'
import { direction, phone } from './door'
import { event, mayScan } from './events'
import { route } from './route'
import { session, tallyOf } from './sessions'
import { isCutOff, noticeClock, reading } from './timing'

interface Told extends Standing {
  slug: string
}

const EVERY_MS = 30_000

/** The open scan screen in words for the server, as text so that only a change counts. */
const open = computed<string>(() => {
  if (route.value.screen !== 'scan' || event.value === null || session.value === null) return ''
  if (!mayScan(event.value)) return ''
  const told: Told = {
    slug: event.value.slug, session: session.value.code, direction: direction.value, waiting: waiting.value,
  }
  return JSON.stringify(told)
})

/** What was said last of an open scan screen. */
let last: Told | null = null

/** Keeps the server told where this phone stands; a network that fails is no matter. */
export function tellStanding(): void {
  effect(() => {
    if (open.value === '') return close()
    const told: Told = JSON.parse(open.value)
    // Without contact each scan would only try again in vain, and slow the next one down.
    if (!isCutOff.peek() || !isSamePlace(told, last)) tell(told)
    last = told
    const timer = setInterval(() => tell(told), EVERY_MS)
    return () => clearInterval(timer)
  })
  // What was not said without contact, or was said in vain, is said as soon as there is some.
  effect(() => {
    if (!isCutOff.value && last !== null && !isBeingSaid(last)) tell(last)
  })
}

/** Without contact a phone that turns or goes elsewhere keeps what it was lent, in case it comes back. */
function tell(told: Told): void {
  if (!isCutOff.peek() || !endsLease(told.slug, told.session, told.direction)) void say(told)
}

function isSamePlace(one: Told, other: Told | null): boolean {
  return one.slug === other?.slug && one.session === other.session && one.direction === other.direction
}

function close(): () => void {
  const before = last
  last = null
  // Whoever is signed out can say nothing; the server sees the sign-in end. Without contact the
  // phone leaves nothing: whoever looks somebody up and comes back still has the places they were lent.
  if (before !== null && !isCutOff.peek() && isSignedIn()) void say({ ...before, session: null })
  const timer = setInterval(leaveAgain, EVERY_MS)
  return () => clearInterval(timer)
}

/** Where the server may think that this phone stands; kept over a restart, until it was heard to leave. */
const STANDS = 'usher-stands'

function leaveAgain(): void {
  const stood = localStorage.getItem(STANDS)
  if (stood === null || isCutOff.peek() || !isSignedIn()) return
  const told: Told = JSON.parse(stood)
  void say({ ...told, session: null, waiting: waiting.peek() })
}

let heard: string | null = null
let next: Told | null = null
let saying: Told | null = null

/** An answer to these very words is what tells that there is contact again. */
function isBeingSaid(told: Told): boolean {
  return saying !== null && isSamePlace(told, saying) && told.waiting === saying.waiting
}

function isSignedIn(): boolean {
  const known = me.peek()
  return known.state === 'ready' && known.value !== null
}

async function put({ slug, ...standing }: Told): Promise<void> {
  localStorage.setItem(STANDS, JSON.stringify({ slug, ...standing }))
  await leaveLease(slug, standing.session, standing.direction)
  const asked = asking(slug, standing.session ?? '')
  const holds = asked.unanswered + seatsAt(slug, asked.session)
  const before = reading()
  const isFirst = heard === null
  const answer = await putDoor(slug, phone(), { ...standing, holds, heard })
  heard = answer.at
  noticeClock(answer.at, before)
  if (standing.session !== null) {
    await lend(answer, asked)
    askSoon({ slug, ...standing })
    // The server lends nothing to whom it answered before they were started; now they can say what they heard.
    if (isFirst && answer.lease === null && standing.direction === 'in') next ??= { slug, ...standing }
  }
  // One that is told of places though it left has to say so again.
  else if (answer.lease === null) localStorage.removeItem(STANDS)
}

const SOON_MS = 3_000
let soonMs = SOON_MS
let soon = 0

/** Where none of the free places were lent, another door may give some up: that is not waited for half a minute. */
function askSoon(told: Told): void {
  clearTimeout(soon)
  const open = session.peek()
  const hasFree = open !== null && isRoomy(tallyOf(open))
  if (told.direction !== 'in' || !hasFree || seatsAt(told.slug, told.session ?? '') > 0) {
    soonMs = SOON_MS
    return
  }
  soon = window.setTimeout(() => last !== null && isSamePlace(told, last) && !isCutOff.peek() && tell(last), soonMs)
  soonMs = Math.min(soonMs * 2, EVERY_MS)
}

function isRoomy({ inside, capacity }: Tally): boolean {
  return capacity !== null && inside < capacity
}

/** Says one thing after the other, and of several that wait only the newest. */
async function say(told: Told): Promise<void> {
  next = told
  if (saying !== null) return
  while (next !== null) {
    saying = next
    next = null
    await put(saying).catch(noticeSignedOut)
  }
  saying = null
}
