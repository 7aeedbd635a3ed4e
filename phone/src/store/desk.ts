import { computed, effect, signal } from '@preact/signals'

import { tell } from '../feedback'
import { lookOf } from '../rules/look'
import type { Event, Result, Scan } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { uuid7 } from '../rules/uuid7'
import { words } from '../words'
import { me, noticeSignedOut } from './account'
import { decideScan, forgetPass, NotKept, type Asked, type Verdict } from './deciding'
import { direction, doorName } from './door'
import { event, mayScan } from './events'
import { failed } from './loaded'
import { mine } from './outbox'
import { forgetAnswered } from './own'
import { checkAccess, countOwn, session } from './sessions'
import { reading } from './timing'
import { atDesk, leaveDesk, onSent, takeToDesk } from './uploading'

export interface Decided {
  kind: 'decided'
  scan: Pick<Scan, 'id' | 'session' | 'badge' | 'direction'>
  result: Result
  /** `phone`: it decided by itself, and the server does not know of it yet. */
  by: Verdict['by']
  at: number
  undo: 'no' | 'asking' | 'done'
  /** Why an undo did not happen, in words. */
  problem: string
}

/** Where the scanning stands. */
export type Desk =
  | { kind: 'ready'; note: string }
  | { kind: 'asking'; tries: number }
  | { kind: 'fault'; detail: string }
  | Decided

export const desk = signal<Desk>({ kind: 'ready', note: '' })

/** The verdict before, so that it can be looked at again and undone. */
export const last = signal<Decided | null>(null)

/** True while a question is open on the screen: badges then wait. */
export const isPaused = signal(false)

interface Door {
  event: Event
  code: string
  direction: Direction
}

let door: Door | null = null
let current: AbortController | null = null
let hurryCurrent = (): void => undefined

/** A scan that the server did not take because this phone was signed out, and whose it is. */
let held: { asked: Asked; email: string } | null = null

/** Scans on this phone that were not answered for a while. */
export const waiting = computed(() => {
  const isLong = desk.value.kind === 'asking' && desk.value.tries > 0
  const asked = atDesk.value
  return mine.value.filter((one) => !asked.has(one.scan.id)).length + (isLong ? 1 : 0)
})

// Whoever opens another session stands at another door; what was shown at this one is put away.
effect(() => {
  if (event.value === null || session.value === null) return
  const next = { event: event.value, code: session.value.code, direction: direction.value }
  const isElsewhere = door?.event.slug !== next.event.slug || door.code !== next.code
  door = next
  if (!isElsewhere) return
  abort()
  release()
  last.value = null
  desk.value = { kind: 'ready', note: '' }
})

/** A phone without contact decides at once: its screen goes from one verdict to the next. */
function isDeciding(): boolean {
  return current !== null || desk.peek().kind === 'asking'
}

export function isBusy(): boolean {
  return isDeciding() || isPaused.peek()
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

/** Takes a badge and shows what is said of it: by the server, or by this phone where that is not heard. */
export async function read(badge: string, extra: Extra = {}): Promise<void> {
  if (door === null || isDeciding()) return
  performance.mark('usher:read')
  await submit(askedOf(badge, door, extra))
}

function askedOf(badge: string, at: Door, extra: Extra): Asked {
  const person = me.peek()
  const scan = {
    id: newId(), session: at.code, badge: badge.slice(0, BADGE_LENGTH_MAX), direction: at.direction, ...extra,
  }
  return {
    event: at.event,
    owner: person.state === 'ready' ? (person.value?.email ?? '') : '',
    door: doorName(scan.session, scan.direction),
    scan,
    reading: reading(),
  }
}

/** Most answers come sooner than anybody could read that there is none yet. */
const SAID_AFTER_MS = 200

async function submit(asked: Asked): Promise<void> {
  const mineAlone = new AbortController()
  current = mineAlone
  const onAsking = (): void => {
    setTimeout(() => {
      if (current === mineAlone && desk.peek().kind !== 'asking') desk.value = { kind: 'asking', tries: 0 }
    }, SAID_AFTER_MS)
  }
  const asking = { signal: mineAlone.signal, newId, onAsking, onNoContact, onPause }
  try {
    const verdict = await decideScan(asked, asking)
    if (current === mineAlone) decide(verdict)
  } catch (error) {
    if (current !== mineAlone || isAborted(error)) return
    if (isSignedOut(error)) hold(asked, error)
    else await fail(error)
  } finally {
    if (current === mineAlone) current = null
  }
}

function abort(): void {
  current?.abort()
  current = null
}

function onNoContact(tries: number): void {
  desk.value = { kind: 'asking', tries }
  if (tries === 1) tell('waiting')
}

function onPause(again: () => void): void {
  hurryCurrent = again
}

/** Keeps a scan until whoever made it has signed in again; nobody else may send it in their name. */
function hold(asked: Asked, error: unknown): void {
  held = { asked, email: asked.owner }
  // Nobody else sends it meanwhile.
  takeToDesk(asked.scan.id)
  desk.value = { kind: 'asking', tries: 1 }
  noticeSignedOut(error)
}

effect(() => {
  const person = me.value
  if (held === null || person.state !== 'ready' || person.value === null) return
  const { asked, email } = held
  release()
  if (person.value.email === email) void submit(asked)
  else desk.value = { kind: 'ready', note: words.cancelledScan }
})

function release(): void {
  if (held !== null) leaveDesk(held.asked.scan.id)
  held = null
}

/** Whoever signs in on this phone sees nothing of whom another let in. */
let known = ''
effect(() => {
  const email = me.value.state === 'ready' ? (me.value.value?.email ?? '') : ''
  if (email === '' || email === known) return
  if (known !== '') {
    last.value = null
    if (desk.peek().kind === 'decided') next()
    forgetPass()
    forgetAnswered()
  }
  known = email
})

export function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

function decide({ scan, result, by }: Verdict): void {
  if (by === 'server') countOwn(result.seq, { code: scan.session, tally: result.tally })
  const decided: Decided = { kind: 'decided', scan, result, by, at: Date.now(), undo: 'no', problem: '' }
  last.value = decided
  desk.value = decided
  performance.mark('usher:verdict')
  tell(lookOf(result))
}

// What this phone decided is known to the server once it was sent, and can then be undone.
onSent((results) => {
  const shown = last.peek()
  const sent = results.find((one) => one.id === shown?.scan.id)
  if (shown === null || sent === undefined) return
  const isTakenBack = shown.undo === 'done' && !sent.undone && mine.peek().every((one) => one.scan.id !== sent.id)
  put(shown, {
    by: 'server', result: { ...shown.result, seq: sent.seq },
    ...(isTakenBack ? { undo: 'no', problem: words.notUndone } : {}),
  })
})

async function fail(error: unknown): Promise<void> {
  if (error instanceof NotKept) {
    desk.value = { kind: 'fault', detail: words.notKept }
    return
  }
  noticeSignedOut(error)
  const failure = failed(error)
  if (failure.state === 'fault' && DENIALS.has(failure.status ?? 0)) {
    await checkAccess()
    // The screens then say what has changed.
    const here = event.peek()
    if (here === null || !mayScan(here)) return next()
  }
  desk.value = { kind: 'fault', detail: failure.state === 'fault' ? failure.detail : words.noContact }
}

function isSignedOut(error: unknown): boolean {
  const failure = failed(error)
  return failure.state === 'fault' && failure.status === 401
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
  hurryCurrent()
}

/** Gives up waiting; the server may have taken the scan or not, and the screen says so. */
export function cancel(): void {
  abort()
  release()
  desk.value = { kind: 'ready', note: words.cancelledScan }
}

/** Passes the person against the reasons that were shown, the way they were refused. */
export function scanAnyway(shown: Decided, note: string): Promise<void> {
  const override = shown.result.reasons.filter((why) => why.kind === 'restriction').map((why) => why.code)
  // The door may have turned since, as it does by itself when the session ends.
  const { badge, direction } = shown.scan
  return read(badge, note === '' ? { direction, override } : { direction, override, note })
}

/** Shows a verdict changed, wherever it stands. */
export function put(shown: Decided, change: Partial<Decided>): void {
  const changed = { ...shown, ...change }
  if (last.value?.scan.id === shown.scan.id) last.value = changed
  const open = desk.value
  if (open.kind === 'decided' && open.scan.id === shown.scan.id) desk.value = changed
}
