import { computed, effect, signal } from '@preact/signals'

import { tell } from '../feedback'
import { lookOf } from '../rules/look'
import type { Result, Scan } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { uuid7 } from '../rules/uuid7'
import { postVoid } from '../sync/api'
import { Refused } from '../sync/http'
import { sending, type Sending } from '../sync/sending'
import { words } from '../words'
import { me, noticeSignedOut } from './account'
import { stamp } from './clock'
import { direction, doorName } from './door'
import { event, mayScan } from './events'
import { failed } from './loaded'
import { checkAccess, count, session } from './sessions'

export interface Decided {
  kind: 'decided'
  scan: Scan
  result: Result
  at: number
  undo: 'no' | 'asking' | 'done'
  /** Why an undo did not happen, in words. */
  problem: string
}

/** Where the scanning stands: no verdict is shown before the server's answer. */
export type Desk =
  | { kind: 'ready'; note: string }
  | { kind: 'asking'; scan: Scan; tries: number }
  | { kind: 'fault'; detail: string }
  | Decided

export const desk = signal<Desk>({ kind: 'ready', note: '' })

/** The verdict before, so that it can be looked at again and undone. */
export const last = signal<Decided | null>(null)

/** True while a question is open on the screen: badges then wait. */
export const isPaused = signal(false)

interface Door {
  slug: string
  code: string
  direction: Direction
}

let door: Door | null = null
let current: Sending | null = null

/** A scan that the server did not take because this phone was signed out, and whose it is. */
let held: { slug: string; scan: Scan; email: string } | null = null

/** Scans on this phone that were not answered for a while; one at most, since no badge is read meanwhile. */
export const waiting = computed(() => (desk.value.kind === 'asking' && desk.value.tries > 0 ? 1 : 0))

// Whoever opens another session stands at another door; what was shown at this one is put away.
effect(() => {
  if (event.value === null || session.value === null) return
  const next = { slug: event.value.slug, code: session.value.code, direction: direction.value }
  const isElsewhere = door?.slug !== next.slug || door.code !== next.code
  door = next
  if (!isElsewhere) return
  current?.cancel()
  held = null
  last.value = null
  desk.value = { kind: 'ready', note: '' }
})

export function isBusy(): boolean {
  return desk.peek().kind === 'asking' || isPaused.peek()
}

/** Takes a badge from the camera or a scanner; while a question is open it is left alone. */
export function offer(badge: string): void {
  if (!isBusy()) void read(badge)
}

/** Answers to whoever may not scan here, or knows of no such event. */
const DENIALS = new Set([403, 404])

/** A foreign code may hold a whole page; no badge is longer than this. */
const BADGE_LENGTH_MAX = 500

export interface Extra {
  /** The door's own unless told. */
  direction?: Direction
  override?: string[]
  note?: string
}

/** Sends a badge and shows what the server says of it. */
export async function read(badge: string, extra: Extra = {}): Promise<void> {
  if (door === null || desk.peek().kind === 'asking') return
  performance.mark('usher:read')
  await submit(door.slug, scanOf(badge, door, extra))
}

async function submit(slug: string, scan: Scan): Promise<void> {
  desk.value = { kind: 'asking', scan, tries: 0 }
  const sent = sending(slug, doorName(scan.session, scan.direction), scan, (tries) => {
    desk.value = { kind: 'asking', scan, tries }
    if (tries === 1) tell('waiting')
  })
  current = sent
  try {
    const result = await sent.answer
    if (current === sent) decide(scan, result)
  } catch (error) {
    if (current !== sent || isAborted(error)) return
    if (isSignedOut(error)) hold(slug, scan, error)
    else await fail(error)
  }
}

/** Keeps a scan until whoever made it has signed in again; nobody else may send it in their name. */
function hold(slug: string, scan: Scan, error: unknown): void {
  const person = me.peek()
  if (person.state === 'ready' && person.value !== null) held = { slug, scan, email: person.value.email }
  desk.value = { kind: 'asking', scan, tries: 1 }
  noticeSignedOut(error)
}

effect(() => {
  const person = me.value
  if (held === null || person.state !== 'ready' || person.value === null) return
  const { slug, scan, email } = held
  held = null
  if (person.value.email === email) void submit(slug, scan)
  else desk.value = { kind: 'ready', note: words.cancelledScan }
})

function scanOf(badge: string, at: Door, extra: Extra): Scan {
  const moment = new Date()
  return {
    id: newId(moment),
    session: at.code,
    badge: badge.slice(0, BADGE_LENGTH_MAX),
    direction: at.direction,
    scanned_at: stamp(moment),
    ...extra,
  }
}

function newId(at: Date): string {
  return uuid7(at.getTime(), crypto.getRandomValues(new Uint8Array(10)))
}

function decide(scan: Scan, result: Result): void {
  count(result.seq, [{ code: scan.session, tally: result.tally }])
  const decided: Decided = { kind: 'decided', scan, result, at: Date.now(), undo: 'no', problem: '' }
  last.value = decided
  desk.value = decided
  performance.mark('usher:verdict')
  tell(lookOf(result))
}

async function fail(error: unknown): Promise<void> {
  noticeSignedOut(error)
  if (error instanceof Refused && DENIALS.has(error.status)) {
    await checkAccess()
    // The screens then say what has changed.
    const here = event.peek()
    if (here === null || !mayScan(here)) return next()
  }
  const failure = failed(error)
  desk.value = { kind: 'fault', detail: failure.state === 'fault' ? failure.detail : words.noContact }
}

function isSignedOut(error: unknown): boolean {
  return error instanceof Refused && error.status === 401
}

function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function next(): void {
  desk.value = { kind: 'ready', note: '' }
}

export function showLast(): void {
  if (last.value) desk.value = last.value
}

export function retryNow(): void {
  current?.again()
}

/** Gives up waiting; the server may have taken the scan or not, and the screen says so. */
export function cancel(): void {
  current?.cancel()
  held = null
  desk.value = { kind: 'ready', note: words.cancelledScan }
}

/** Passes the person against the reasons that were shown, the way they were refused. */
export function scanAnyway(shown: Decided, note: string): Promise<void> {
  const override = shown.result.reasons.filter((why) => why.kind === 'restriction').map((why) => why.code)
  // The door may have turned since, as it does by itself when the session ends.
  const { badge, direction } = shown.scan
  return read(badge, note === '' ? { direction, override } : { direction, override, note })
}

/** Takes one's own scan back. */
export async function undo(shown: Decided): Promise<void> {
  if (door === null || shown.undo !== 'no') return
  put(shown, { undo: 'asking', problem: '' })
  try {
    const undone = await postVoid(door.slug, newId(new Date()), shown.result.seq)
    count(undone.seq, [{ code: shown.scan.session, tally: undone.tally }])
    put(shown, { undo: 'done', result: { ...shown.result, tally: undone.tally } })
  } catch (error) {
    noticeSignedOut(error)
    const failure = failed(error)
    put(shown, { undo: 'no', problem: failure.state === 'fault' ? failure.detail : words.noContact })
  }
}

function put(shown: Decided, change: Partial<Decided>): void {
  const changed = { ...shown, ...change }
  if (last.value?.scan.id === shown.scan.id) last.value = changed
  const open = desk.value
  if (open.kind === 'decided' && open.scan.id === shown.scan.id) desk.value = changed
}
