import { computed, effect, signal } from '@preact/signals'

import { Directory, merged, type Roster } from '../rules/roster'
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

let asked = -Infinity
let running: Promise<void> | null = null
let timer = 0

effect(() => {
  const key = wanted.value
  directory.value = null
  if (key === null) return undefined
  asked = -Infinity
  void open(key).then(() => refresh())
  const every = setInterval(() => void refresh(), EVERY_MS)
  return () => clearInterval(every)
})

async function open(key: string): Promise<void> {
  const kept = await keptTable.get(key).catch(() => undefined)
  if (key !== wanted.peek() || directory.peek() !== null || !isRoster(kept)) return
  if (isOver(kept)) await keptTable.change([], [key])
  else directory.value = new Directory(kept)
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
    const known = directory.peek()?.roster ?? null
    const answer = await fetchRoster(slug, known?.version ?? null)
    noticeClock(answer.at, before)
    if (key === wanted.peek()) await take(key, known, answer)
  } catch (error) {
    await fail(key, error)
  }
}

async function take(key: string, known: Roster | null, answer: Parameters<typeof merged>[1]): Promise<void> {
  const roster = merged(known, answer)
  if (roster === null) return
  // Nothing but the version: the people and the programme are the same objects.
  const isNew = roster.attendees !== known?.attendees || roster.sessions !== known.sessions
  directory.value = new Directory(roster)
  if (isNew) await keptTable.change([[key, roster]]).catch(console.warn)
}

async function fail(key: string, error: unknown): Promise<void> {
  noticeSignedOut(error)
  if (error instanceof Refused && (error.status === 403 || error.status === 404)) await erase(key)
  else if (!(error instanceof NoAnswer) && !(error instanceof Refused)) console.error(error)
}

async function erase(key: string): Promise<void> {
  if (key === wanted.peek()) directory.value = null
  await keptTable.change([], [key])
}

/** Forgets the people of all events that somebody kept here: they sign out. */
export async function eraseAll(email: string): Promise<void> {
  directory.value = null
  const keys = await keptTable.keys()
  await keptTable.change([], keys.filter((key) => key.startsWith(keyOf(email, ''))))
}

/** Forgets, whoever kept them here, the people of events that are long over. */
export async function eraseOver(): Promise<void> {
  for (const key of await keptTable.keys()) {
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

function isRoster(value: unknown): value is Roster {
  return typeof value === 'object' && value !== null && 'version' in value && 'attendees' in value
}
