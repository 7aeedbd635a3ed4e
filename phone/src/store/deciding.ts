import type { Reading } from '../rules/clock'
import type { Event, Result, Scan } from '../rules/nouns'
import { postScan } from '../sync/api'
import { NoAnswer, Refused } from '../sync/http'
import { sending } from '../sync/sending'
import { isLent, spend, writingDown } from './lease'
import { forget, keep, mine, outbox, takeBack, type Effect, type Waiting } from './outbox'
import { noteAnswered, ownVerdict, type Own, type Read } from './own'
import { directory, refresh } from './roster'
import { contact, isCutOff, isMeasured, noticeSilence, reading, serverNow } from './timing'
import { bodyOf, leaveDesk, takeToDesk } from './uploading'
import { verify } from './verify'

/** A person at the door waits no longer than this for a server that is slow. */
const PATIENCE_MS = 800

export interface Asked {
  event: Event
  owner: string
  door: string
  scan: Omit<Scan, 'scanned_at'>
  reading: Reading
}

/** What is told the person, and whose word it is. */
export interface Verdict {
  scan: Asked['scan']
  result: Result
  by: 'server' | 'phone'
}

export interface Asking {
  signal: AbortSignal
  newId: () => string
  /** The server is asked. */
  onAsking: () => void
  onNoContact: (tries: number) => void
  /** Is given what ends the waiting before the next try. */
  onPause: (again: () => void) => void
}

/** Reasons that nothing which happens elsewhere can take away. */
const CERTAIN: ReadonlySet<string> = new Set(['other_event', 'badge_revoked'])

/** Decides a scan: on a disk, this phone's or the server's, before anything is told; by the server's word where that can be had. */
export async function decideScan(asked: Asked, asking: Asking): Promise<Verdict> {
  const own = await ownOf(asked)
  if (own === null) return byServer(asked, asking)
  const isAlone = decidesAlone(asked)
  const same = isAlone ? sameAct(asked, own) : null
  if (same !== null) return same
  if (isAlone || own.result.reasons.some((why) => CERTAIN.has(why.code))) return byPhone(asked, own)
  return byEither(asked, own, asking)
}

/** Whether the server is not heard, or has not heard yet what was told here before: it would answer amiss. */
function decidesAlone({ event, scan }: Asked): boolean {
  const waits = mine.peek().some((one) => one.problem === '' && one.scan.id !== scan.id
    && one.slug === event.slug && one.scan.session === scan.session)
  return isCutOff.peek() || !isMeasured() || waits
}

/** The last scan here that let somebody through, and who that was. */
let lastPass: { verdict: Verdict; door: string; attendee: number; mono: number } | null = null

/** Forgets whom the person before had let in here. */
export function forgetPass(): void {
  lastPass = null
}

function notePass(verdict: Verdict, { door, reading: { mono } }: Asked): void {
  const attendee = verdict.result.attendee?.id
  if (attendee !== undefined && verdict.result.outcome !== 'refused') lastPass = { verdict, door, attendee, mono }
}

/** The scan that this one only repeats: a hand held still, or a badge that was read twice. */
function sameAct({ door, scan, reading }: Asked, own: Own): Verdict | null {
  const seconds = directory.peek()?.roster.event.repeat_seconds ?? 0
  if (lastPass === null || scan.override !== undefined || lastPass.door !== door) return null
  const isSoon = reading.mono - lastPass.mono <= seconds * 1_000
  return isSoon && lastPass.attendee === own.result.attendee?.id ? lastPass.verdict : null
}

async function ownOf({ scan, event }: Asked): Promise<Own | null> {
  const known = directory.peek()
  if (known === null) return null
  const { code, signature } = await verify(scan.badge, known.roster.event)
  const read: Read = { ...scan, code, signature }
  const began = performance.now()
  const own = ownVerdict(read, event, directory.peek() ?? known, serverNow())
  performance.measure('usher:lookup', { start: began })
  return own
}

function waitingOf(asked: Asked, scan: Asked['scan'], effect: Effect | null): Omit<Waiting, 'place'> {
  const { owner, event, door, reading } = asked
  return { owner, slug: event.slug, door, scan, reading, contact: contact.peek(), effect, problem: '' }
}

/** A scan could not be kept on this phone, and so was not told by it. */
export class NotKept extends Error {}

/** Keeps a scan; a full phone is no matter as long as the server answers. */
async function isKept(one: Omit<Waiting, 'place'>, insteadOf?: string): Promise<boolean> {
  try {
    await keep(one, insteadOf)
    return true
  } catch (error) {
    console.warn('a scan could not be kept', error)
    return false
  }
}

/** Without a roster nothing is told before the server's word. */
async function byServer(asked: Asked, asking: Asking): Promise<Verdict> {
  const kept = waitingOf(asked, asked.scan, null)
  asking.onAsking()
  takeToDesk(asked.scan.id)
  const written = isKept(kept)
  try {
    await written
    if (!isMeasured()) await refresh()
    const sent = sending(asked.event.slug, asked.door, bodyOf(kept), asking.onNoContact)
    asking.onPause(sent.again)
    asking.signal.addEventListener('abort', sent.cancel, { once: true })
    return await answered(asked, await sent.answer, written)
  } catch (error) {
    throw await dropped(asked.scan.id, written, error)
  } finally {
    leaveDesk(asked.scan.id)
  }
}

async function byPhone(asked: Asked, own: Own, insteadOf?: string): Promise<Verdict> {
  const scan = { ...asked.scan, id: own.result.id, told: own.told, ...(insteadOf === undefined ? {} : { instead_of: insteadOf }) }
  const { slug } = asked.event
  // A place is taken first and freed last: a phone that dies in between has one less, and never one twice.
  const written = writingDown(own.effect.seats)
  try {
    await spend(slug, scan.session, Math.max(own.effect.seats, 0))
    if (!(await isKept(waitingOf(asked, scan, own.effect), insteadOf))) throw new NotKept()
    await spend(slug, scan.session, Math.min(own.effect.seats, 0))
  } finally {
    written()
  }
  const verdict: Verdict = { scan, result: own.result, by: 'phone' }
  notePass(verdict, asked)
  return verdict
}

/** Takes back a scan that this phone told by itself and that waits; false where it waits no more. */
export async function undoWaiting(id: string, undo: string): Promise<boolean> {
  const one = outbox.peek().queue.get(id)
  if (one === undefined) return false
  const seats = one.effect?.seats ?? 0
  await spend(one.slug, one.scan.session, Math.max(-seats, 0))
  if (!(await takeBack(id, { void: undo, reading: reading(), contact: contact.peek() }))) return false
  await spend(one.slug, one.scan.session, Math.min(-seats, 0))
  forgetPass()
  return true
}

async function byEither(asked: Asked, own: Own, asking: Asking): Promise<Verdict> {
  const { id } = asked.scan
  const kept = waitingOf(asked, asked.scan, null)
  asking.onAsking()
  takeToDesk(id)
  const written = isKept(kept)
  void written.then(writingDown(own.effect.seats))
  try {
    // The answer may take a lent place: a phone that dies before it comes must remember that it asked.
    if (isLent(asked.event.slug, asked.scan.session)) await written
    const result = await postScan(asked.event.slug, asked.door, bodyOf(kept), impatient(asking.signal))
    return await answered(asked, result, written, own.effect)
  } catch (error) {
    if (asking.signal.aborted || !isSilence(error)) throw await dropped(id, written, error)
    noticeSilence()
    await written
    // The server may have taken it all the same: so it goes by another id, and names the first. What
    // the phone may give away can have changed while it waited.
    const anew = (await ownOf(asked)) ?? own
    return await byPhone(asked, { ...anew, result: { ...anew.result, id: asking.newId() } }, id)
  } finally {
    void written.then(() => leaveDesk(id))
  }
}

/** What the server says no to, and nobody was told anything of, does not wait; a sign-in that ended can be renewed. */
async function dropped(id: string, written: Promise<unknown>, error: unknown): Promise<unknown> {
  await written
  if (error instanceof Refused && error.status !== 401) await forget([id])
  return error
}

/** Ends with the other signal, or when a person has waited long enough. */
function impatient(signal: AbortSignal): AbortSignal {
  const both = new AbortController()
  const timer = setTimeout(() => both.abort(new DOMException('too slow', 'TimeoutError')), PATIENCE_MS)
  signal.addEventListener('abort', () => (clearTimeout(timer), both.abort(signal.reason)), { once: true })
  return both.signal
}

function isSilence(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof DOMException && error.name === 'TimeoutError')
}

async function answered(
  asked: Asked, result: Result, written: Promise<unknown>, effect: Effect | null = null,
): Promise<Verdict> {
  const { scan } = asked
  if (result.outcome === 'admitted') await spend(asked.event.slug, scan.session, 1)
  // What the server has written is told without waiting for this phone's own disk.
  void written.then(() => forget([scan.id])).catch(console.warn)
  if (effect !== null && result.outcome !== 'refused' && result.attendee !== null) {
    noteAnswered({ slug: asked.event.slug, attendee: result.attendee.id, pass: effect.pass, seq: result.seq })
  }
  const verdict: Verdict = { scan, result, by: 'server' }
  notePass(verdict, asked)
  return verdict
}
