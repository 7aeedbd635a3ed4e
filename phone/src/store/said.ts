import { computed, signal } from '@preact/signals'

import type { Contact, Reading } from '../rules/clock'
import { courseOf, type Course, type Word } from '../rules/monitor'
import type { Attestation, SessionTimes } from '../rules/nouns'
import { fetchTimes, postAttestation, postVoid } from '../sync/api'
import { Refused } from '../sync/http'
import { words } from '../words'
import { me, obtain } from './account'
import { stamp } from './clock'
import { keptTable } from './database'
import { timeOf } from './timing'

/** What was said of a session on this phone, and the server has not answered. */
export interface Unsaid {
  /** Its place in the queue: what is said is sent in the order in which it was said. */
  place: number
  owner: string
  slug: string
  code: string
  /** Without the time, which is made of the clock's reading when it is sent. */
  said: Omit<Attestation, 'at' | 'clock' | 'undone'>
  reading: Reading
  contact: Contact | null
  /** Where it was taken back before the server was heard to have it; it goes with the word. */
  undone: Undo | null
  /** Why the server would not take it, or its undo, in words; empty while it may. */
  problem: string
}

/** An undo: its id, and when. */
export interface Undo {
  void: string
  reading: Reading
  contact: Contact | null
}

/** Each word is kept under a key of its own: two windows of one phone lose none to each other. */
const SAID = 'said '
/** Where all words stood under one key before. */
const SAID_EARLIER = 'said'
const queue = signal<readonly Unsaid[]>([])
const heard = signal<ReadonlyMap<string, SessionTimes>>(new Map())
/** Where in the ledger stands what this phone said since the app was opened. */
const places = new Map<string, number>()

/** What this person said and was not answered yet, or not taken; nobody sees another's. */
export const saidHere = computed<Unsaid[]>(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  return queue.value.filter((one) => one.owner === person?.email)
})

/** What of it may be sent, in order. */
export const unsaid = computed<Unsaid[]>(() => saidHere.value.filter((one) => one.problem === ''))

/** Reads what waits since before the app was opened. */
export async function loadSaid(): Promise<void> {
  await splitEarlier().catch(console.warn)
  queue.value = await waiting().catch(() => [])
}

async function splitEarlier(): Promise<void> {
  const found = await keptTable.get(SAID_EARLIER)
  if (!Array.isArray(found)) return
  const rows = (found as Earlier[]).map((one, place) => [`${SAID}${one.said.id}`, { ...one, place, undone: undoOf(one) }] as const)
  await keptTable.change(rows, [SAID_EARLIER])
}

/** Of an undo its id alone was kept. It was made within two minutes: as if at once. */
type Earlier = Omit<Unsaid, 'place' | 'undone'> & { undone: string | null }

function undoOf({ undone, reading, contact }: Earlier): Undo | null {
  return undone === null ? null : { void: undone, reading, contact }
}

async function waiting(): Promise<Unsaid[]> {
  const found = (await keptTable.startingWith(SAID)) as Unsaid[]
  return found.sort((a, b) => a.place - b.place)
}

let changing: Promise<void> = Promise.resolve()

/** Does one change of what waits after the other. */
async function inTurn(one: () => Promise<void>): Promise<void> {
  changing = changing.catch(() => undefined).then(one)
  await changing
}

/** Makes another of a word, or forgets it; on disk when it returns, and it throws where the phone is full. */
async function revise(id: string, to: (now: Unsaid | undefined) => Unsaid | undefined): Promise<void> {
  let next: Unsaid | undefined
  await keptTable.revise(`${SAID}${id}`, (now) => (next = to(now as Unsaid | undefined)))
  const others = queue.peek().filter((one) => one.said.id !== id)
  queue.value = await waiting().catch(() => (next === undefined ? others : [...others, next]))
}

/** Keeps what is said; on disk when it returns. */
export function keepSaid(one: Omit<Unsaid, 'place' | 'undone' | 'problem'>): Promise<void> {
  return inTurn(async () => {
    const place = Math.max(-1, ...(await waiting()).map((other) => other.place)) + 1
    await revise(one.said.id, () => ({ ...one, place, undone: null, problem: '' }))
  })
}

/** Changes a word that waits still. */
function change(id: string, to: (now: Unsaid) => Unsaid | undefined): Promise<void> {
  return inTurn(() => revise(id, (now) => now && to(now)))
}

/** Forgets what the server would not take, once its words were read. */
export function dismiss(id: string): Promise<void> {
  return change(id, () => undefined)
}

/** Sends the first of what waits; throws NoAnswer, or Refused where nobody is signed in. */
export async function sayNext(): Promise<void> {
  const [one] = unsaid.peek()
  if (one === undefined) return
  try {
    await send(one)
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 401) throw error
    const { message } = error
    await change(one.said.id, (now) => ({ ...now, problem: words.monitor.notTaken(message) }))
  }
}

async function send(one: Unsaid): Promise<void> {
  const { slug, code, said, undone } = one
  const answer = await postAttestation(slug, code, bodyOf(one))
  places.set(said.id, answer.seq)
  hear(slug, code, answer.times)
  await change(said.id, (now) => {
    // One that was taken back just now is sent once more, with its undo.
    if (now.undone?.void !== undone?.void) return now
    const stands = undone !== null && !answer.undone
    return stands ? { ...now, undone: null, problem: words.monitor.notUndone } : undefined
  })
}

/** The word as it is sent, with the best time that is known of it by now. */
function bodyOf({ said, undone, ...one }: Unsaid): Attestation {
  const { at, doubtful } = timeOf(one)
  const clock = { phone_at: stamp(new Date(one.reading.wall)), doubtful }
  const body = { ...said, at: stamp(new Date(at)), clock }
  return undone === null ? body : { ...body, undone: { void: undone.void, at: stamp(new Date(timeOf(undone).at)) } }
}

/** Takes back what was said last: with what waits, or at the server. Throws as a request does. */
export async function takeBackSaid(slug: string, code: string, id: string, undo: Undo): Promise<void> {
  let waits = false
  await change(id, (now) => {
    waits = true
    return { ...now, undone: now.undone ?? undo }
  })
  const seq = places.get(id)
  if (waits || seq === undefined) return
  await postVoid(slug, undo.void, seq)
  hear(slug, code, await fetchTimes(slug, code))
}

/** How the session goes, as far as this phone knows. */
export function courseAt(slug: string, code: string): Course {
  const waits = unsaid.value.filter((one) => one.slug === slug && one.code === code && one.undone === null)
  return courseOf(timesAt(slug, code), waits.map(wordOf))
}

/** What waits as it will be sent. */
export function wordOf(one: Unsaid): Word {
  return { what: one.said.what, at: stamp(new Date(timeOf(one).at)) }
}

/** What the server last told of the session; null while it told nothing. */
export function timesAt(slug: string, code: string): SessionTimes | null {
  return heard.value.get(keyOf(slug, code)) ?? null
}

/** Asks the server how the session went; without contact what was heard last stays. */
export async function loadTimes(slug: string, code: string): Promise<void> {
  const key = keyOf(slug, code)
  const kept = await keptTable.get(key).catch(() => undefined)
  if (kept !== undefined && !heard.peek().has(key)) put(key, kept as SessionTimes)
  const loaded = await obtain(() => fetchTimes(slug, code))
  if (loaded.state === 'ready') hear(slug, code, loaded.value)
}

function hear(slug: string, code: string, times: SessionTimes): void {
  const key = keyOf(slug, code)
  put(key, times)
  void keptTable.change([[key, times]], [], 'relaxed').catch(console.warn)
}

function put(key: string, times: SessionTimes): void {
  heard.value = new Map(heard.peek()).set(key, times)
}

function keyOf(slug: string, code: string): string {
  return `times ${slug} ${code}`
}
