import { computed, effect, signal } from '@preact/signals'

import type { Session, Tally } from '../rules/nouns'
import { sessionsKept } from '../rules/roster'
import { fetchSessions } from '../sync/api'
import { follow } from '../sync/live'
import { obtain, wasSignedOut } from './account'
import { keptTable } from './database'
import { event, isGone, loadEvents } from './events'
import type { Loaded } from './loaded'
import { pending } from './outbox'
import { directory, refreshSoon } from './roster'
import { go, route } from './route'

interface Counted {
  seq: number
  tally: Tally
}

export const sessions = signal<Loaded<Session[]>>({ state: 'loading' })

/** The newest tally of each session, by its code: from the live feed or from a scan's answer. */
const counted = signal<ReadonlyMap<string, Counted>>(new Map())

/** Since when the live feed is silent; null while it speaks. */
export const staleSince = signal<Date | null>(null)

const slug = computed(() => event.value?.slug ?? null)

export const session = computed<Session | null>(() => {
  const place = route.value
  if (sessions.value.state !== 'ready' || !('code' in place)) return null
  return sessions.value.value.find((one) => one.code === place.code) ?? null
})

// Where a backup was put in the ledger's place, what was heard before is of places that are no more.
let epoch: string | null = null
effect(() => {
  const known = directory.value?.roster.epoch ?? null
  if (known === null) return
  if (epoch !== null && known !== epoch) counted.value = new Map()
  epoch = known
})

/** What the server last said of a session's counts, since the event was opened. */
export function heardTally(code: string): Tally | null {
  return counted.peek().get(code)?.tally ?? null
}

/** A session's counts: the server's, with what waits on this phone. */
export function tallyOf(one: Session): Tally {
  const tally = counted.value.get(one.code)?.tally ?? one.tally
  const { attended, inside } = pending(slug.value ?? '', one.code)
  return { ...tally, attended: tally.attended + attended, inside: Math.max(tally.inside + inside, 0) }
}

interface Changed {
  code: string
  tally: Tally
}

/** Takes in a newer count; an older one that comes late changes nothing. */
function count(seq: number, changed: Changed[]): void {
  const next = new Map(counted.value)
  for (const { code, tally } of changed) {
    if (seq >= (next.get(code)?.seq ?? 0)) next.set(code, { seq, tally })
  }
  counted.value = next
  keepCounts(KEEP_AFTER_MS)
}

/** Takes in the count that came with the answer to a scan of this phone, and keeps it at once. */
export function countOwn(seq: number, changed: Changed): void {
  count(seq, [changed])
  keepCounts(0)
}

const KEEP_AFTER_MS = 1_000
let keeping = 0

/** Keeps what was heard last, so that an app that is opened anew without a network counts from there. */
function keepCounts(afterMs: number): void {
  const open = slug.peek()
  if (open === null || (keeping !== 0 && afterMs > 0)) return
  clearTimeout(keeping)
  keeping = window.setTimeout(() => {
    keeping = 0
    if (slug.peek() === open) void keptTable.change([[countsOf(open), [...counted.peek()]]], [], 'relaxed').catch(console.warn)
  }, afterMs)
}

function countsOf(open: string): string {
  return `counts ${open}`
}

async function loadCounts(open: string): Promise<void> {
  const kept = await keptTable.get(countsOf(open)).catch(() => undefined)
  if (!Array.isArray(kept) || slug.peek() !== open) return
  // What was heard meanwhile is newer.
  counted.value = new Map([...(kept as [string, Counted][]), ...counted.peek()])
}

export async function loadSessions(slug: string): Promise<void> {
  const loaded = await obtain(() => fetchSessions(slug))
  // What is here already stays when the network does not.
  if (loaded.state === 'ready' || sessions.value.state !== 'ready') sessions.value = loaded
}

// Without a network the sessions are those that the phone keeps.
effect(() => {
  const kept = directory.value
  if (kept !== null && sessions.value.state !== 'ready') sessions.value = { state: 'ready', value: sessionsKept(kept) }
})

effect(() => {
  const open = slug.value
  sessions.value = { state: 'loading' }
  counted.value = new Map()
  staleSince.value = null
  if (open === null) return undefined
  isGone.value = false
  void loadCounts(open)
  void loadSessions(open)
  return follow(open, { onTallies: hear, onContact: contact, onRefused: () => void checkAccess(), onGone: () => void leave() })
})

let rosterHeard = 0

function hear(seq: number, changed: Changed[], roster: number): void {
  count(seq, changed)
  const known = directory.peek()?.roster.seq ?? 0
  if (roster !== rosterHeard || seq > known) refreshSoon()
  rosterHeard = roster
}

function contact(isConnected: boolean): void {
  if (!isConnected) {
    staleSince.value ??= new Date()
    return
  }
  // Rooms and times may have changed while nothing was heard.
  if (staleSince.value !== null && slug.peek() !== null) void loadSessions(slug.peek() ?? '')
  staleSince.value = null
}

/** After a refusal: what I may do here may have changed, or nothing is left of it. */
export async function checkAccess(): Promise<void> {
  const before = slug.peek()
  await loadEvents()
  if (before !== null && slug.peek() === null) isGone.value = true
}

async function leave(): Promise<void> {
  await loadEvents()
  // A phone that was signed out says so by itself, and comes back to where it stood.
  if (wasSignedOut.value) return
  isGone.value = true
  go({ screen: 'events' })
}
