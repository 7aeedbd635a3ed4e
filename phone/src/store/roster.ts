import { computed, effect, signal } from '@preact/signals'

import { Directory, joined, merged, type Roster, type RosterAnswer } from '../rules/roster'
import { fetchRoster } from '../sync/api'
import { NoAnswer, Refused } from '../sync/http'
import { me, noticeSignedOut } from './account'
import { keptTable } from './database'
import { event, events, mayScan } from './events'
import { noticeClock, reading, serverNow } from './timing'

/** What the phone knows of the event that is open, to decide by itself; null while it knows nothing. */
export const directory = signal<Directory | null>(null)

const LEAST_BETWEEN_MS = 5_000
const EVERY_MS = 30_000

/** Whose roster of which event; null where none is needed. */
const wanted = computed<string | null>(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  if (person === null || event.value === null || !mayScan(event.value)) return null
  return keyOf(person.email, event.value.slug)
})

function keyOf(email: string, slug: string): string {
  return `roster ${email} ${slug}`
}

/** Where what changed since the kept roster is kept beside it: so much less is written each time. */
function laterOf(key: string): string {
  return `later ${key}`
}

/** More people than these are kept with all the others. */
const CHANGES_MAX = 1_000

/** What changed since the kept roster; it means nothing beside one of another version. */
interface Later {
  base: string
  changes: RosterAnswer
}

/** The version of the kept roster, and what changed since. */
let base = ''
let changes: RosterAnswer | null = null

let asked = -Infinity
let running: Promise<void> | null = null
let timer = 0

effect(() => {
  const key = wanted.value
  directory.value = null
  changes = null
  if (key === null) return undefined
  asked = -Infinity
  void open(key).then(() => refresh())
  const every = setInterval(() => void refresh(), EVERY_MS)
  return () => clearInterval(every)
})

async function open(key: string): Promise<void> {
  const kept = await keptTable.get(key).catch(() => undefined)
  const later = await keptTable.get(laterOf(key)).catch(() => undefined)
  if (key !== wanted.peek() || directory.peek() !== null || !isRoster(kept)) return
  if (isOver(kept)) return erase(key)
  base = kept.version
  changes = isLater(later) && later.base === base ? later.changes : null
  know(new Directory((changes && merged(kept, changes)) ?? kept))
}

function know(known: Directory): void {
  directory.value = known
  performance.mark('usher:roster')
}

/** Whether the event's people are to be forgotten. */
function isOver(roster: Roster): boolean {
  return roster.event.until !== null && serverNow() >= Date.parse(roster.event.until)
}

/** Asks soon for what has changed; of several calls within seconds one does it. */
export function refreshSoon(): void {
  clearTimeout(timer)
  const wait = Math.max(asked + LEAST_BETWEEN_MS - performance.now(), 0)
  timer = window.setTimeout(() => void refresh(), wait)
}

/** Asks for what has changed. */
export function refresh(): Promise<void> {
  running ??= ask().finally(() => (running = null))
  return running
}

async function ask(): Promise<void> {
  const key = wanted.peek()
  const slug = event.peek()?.slug
  if (key === null || slug === undefined) return
  asked = performance.now()
  const before = reading()
  try {
    const known = directory.peek()
    const answer = await fetchRoster(slug, known?.roster.version ?? null)
    noticeClock(answer.at, before)
    if (key === wanted.peek()) await take(key, known, answer)
  } catch (error) {
    await fail(key, error)
  }
  // Another event was opened meanwhile.
  if (key !== wanted.peek()) await ask()
}

async function take(key: string, before: Directory | null, answer: RosterAnswer): Promise<void> {
  const known = before?.roster ?? null
  const roster = merged(known, answer)
  if (roster === null) return
  know(before?.after(roster, answer) ?? new Directory(roster))
  // Nothing but the version: the people and the programme are the same objects.
  if (roster.attendees === known?.attendees && roster.sessions === known.sessions) return
  changes = answer.full ? null : joined(changes, answer)
  await keep(key, roster).catch(console.warn)
}

async function keep(key: string, roster: Roster): Promise<void> {
  if (changes !== null && changes.attendees.length + changes.gone.length <= CHANGES_MAX) {
    return keptTable.change([[laterOf(key), { base, changes }]], [], 'relaxed')
  }
  base = roster.version
  changes = null
  await keptTable.change([[key, roster]], [laterOf(key)], 'relaxed')
}

async function fail(key: string, error: unknown): Promise<void> {
  noticeSignedOut(error)
  if (error instanceof Refused && (error.status === 403 || error.status === 404)) await erase(key)
  else if (!(error instanceof NoAnswer) && !(error instanceof Refused)) console.error(error)
}

async function erase(key: string): Promise<void> {
  if (key === wanted.peek()) directory.value = null
  await keptTable.change([], [key, laterOf(key)])
}

/** Says that these people are to be forgotten, whatever happens to the phone meanwhile. */
const ERASE = 'erase '

export async function markToErase(email: string, isLeaving: boolean): Promise<void> {
  const mark = `${ERASE}${email}`
  await (isLeaving ? keptTable.change([[mark, true]]) : keptTable.change([], [mark])).catch(console.warn)
}

/** Forgets the people of all events that somebody kept here: they sign out. */
export async function eraseAll(email: string): Promise<void> {
  directory.value = null
  const keys = (await keptTable.keys()).filter((key) => key.startsWith(keyOf(email, '')))
  await keptTable.change([], [...keys.flatMap((key) => [key, laterOf(key)]), `${ERASE}${email}`])
}

/** Forgets, whoever kept them here, the people of events that are long over, and of who was signing out. */
export async function eraseOver(): Promise<void> {
  for (const key of await keptTable.keys()) {
    if (key.startsWith(ERASE)) await eraseAll(key.slice(ERASE.length))
    const kept = key.startsWith('roster ') ? await keptTable.get(key) : null
    if (isRoster(kept) && isOver(kept)) await erase(key)
  }
}

// Whoever no longer works at an event keeps nobody of it.
effect(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  if (person !== null && events.value.state === 'ready') void eraseOthers(person.email, events.value.value.map((one) => one.slug))
})

async function eraseOthers(email: string, slugs: readonly string[]): Promise<void> {
  const kept = new Set(slugs.map((slug) => keyOf(email, slug)))
  const keys = await keptTable.keys()
  for (const key of keys) if (key.startsWith(keyOf(email, '')) && !kept.has(key)) await erase(key)
}

function isLater(value: unknown): value is Later {
  return typeof value === 'object' && value !== null && 'base' in value && 'changes' in value
}

function isRoster(value: unknown): value is Roster {
  return typeof value === 'object' && value !== null && 'version' in value && 'attendees' in value
}
