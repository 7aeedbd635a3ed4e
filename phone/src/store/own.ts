import { canonical } from '../rules/badge'
import { factsOf, takesSeat, whys, type Question } from '../rules/facts'
import { judge } from '../rules/judge'
import type { Event, Result, Scan, Tally, Told } from '../rules/nouns'
import { staysOf, type Directory, type Holder, type RosterSession } from '../rules/roster'
import { after, isInside, wasLetIn, type Pass, type Stay } from '../rules/stays'
import { keptTable } from './database'
import { seatsAt } from './lease'
import { outbox, pending, type Effect } from './outbox'
import { directory } from './roster'
import { heardTally } from './sessions'

/** A scan with what its badge holds: a code, and what the signature beside it proves. */
export interface Read extends Omit<Scan, 'scanned_at'> {
  code: string
  signature: Question['signature']
}

/** What the phone says of a scan by itself. */
export interface Own {
  result: Result
  told: Told
  effect: Effect
}

/** A pass of which the server has said where in the ledger it stands. */
interface Answered {
  slug: string
  attendee: number
  pass: Pass
  seq: number
  /** The ledger's, of which that is a place. */
  epoch: string
}

/** Scans that were answered, and that the roster may not tell yet; kept over a restart. */
let answered: Answered[] = []

const ANSWERED = 'answered'
let isKeeping = false

/** Keeps them on the disk, of several that are noted at once all in one. */
function keepAnswered(): void {
  if (isKeeping) return
  isKeeping = true
  queueMicrotask(() => {
    isKeeping = false
    void keptTable.change([[ANSWERED, answered]]).catch(console.warn)
  })
}

export function noteAnswered(one: Omit<Answered, 'epoch'>): void {
  answered.push({ ...one, epoch: directory.peek()?.roster.epoch ?? '' })
  keepAnswered()
}

/** Forgets what the person before had scanned. */
export function forgetAnswered(): void {
  answered = []
  keepAnswered()
}

/** Takes up what was answered before the app was opened anew. */
export async function loadAnswered(): Promise<void> {
  const kept = await keptTable.get(ANSWERED).catch(() => undefined)
  if (Array.isArray(kept)) answered = [...(kept as Answered[]), ...answered]
}

/** Decides a scan by what the phone knows; null where it knows nothing of the session. */
export function ownVerdict(scan: Read, event: Event, known: Directory, at: number): Own | null {
  const session = known.session(scan.session)
  if (session === null) return null
  const asked = question(scan, session, known, at, event.slug)
  const facts = factsOf(asked)
  const may = event.permissions.includes('override_session_scans')
  const isNoted = !known.roster.event.note_required_on_override || (scan.note ?? '').trim() !== ''
  const verdict = judge(facts, scan.override ? { reasons: scan.override, permitted: may && isNoted } : null)
  const change = effectOf(scan, asked, verdict.outcome)
  const result: Result = {
    id: scan.id,
    seq: 0,
    outcome: verdict.outcome,
    reasons: whys(asked, verdict),
    overrode: verdict.overrode,
    attendee: brief(asked.holder, known),
    tally: counted(tallyNow(event.slug, session), change),
    may_override: verdict.overridable && may,
    note_required: verdict.overridable && known.roster.event.note_required_on_override,
    conflict: false,
    undone: false,
  }
  const told = { outcome: verdict.outcome, reasons: verdict.reasons.map(([code]) => code), overrode: verdict.overrode }
  return { result, told, effect: change }
}

function question(
  scan: Read, session: RosterSession, known: Directory, at: number, slug: string,
): Question {
  const holder = known.holder(scan.code) ?? known.holder(canonical(scan.code))
  const stays = holder === null ? [] : staysHere(holder.row[0], known, slug)
  const tally = tallyNow(slug, session)
  return {
    directory: known,
    session,
    direction: scan.direction,
    at,
    holder,
    signature: scan.signature,
    stays,
    counted: session.tracks_out ? tally.inside : tally.attended,
    seats: seatsAt(slug, session.code),
  }
}

/** An attendee's stays: the roster's, and after them this phone's own scans that it does not tell. */
export function staysHere(attendee: number, known: Directory, slug: string): Stay[] {
  // Places in the ledger are each event's own.
  const { epoch, seq } = known.roster
  answered = answered.filter((one) => one.slug !== slug || (one.epoch === epoch && one.seq > seq))
  const heard = answered.filter((one) => one.slug === slug && one.attendee === attendee).map((one) => one.pass)
  const waiting = outbox.peek().queue.of(attendee).map((effect) => effect.pass)
  const row = known.attendee(attendee)
  return after(row === null ? [] : staysOf(row), [...heard, ...waiting])
}

function effectOf(scan: Read, asked: Question, outcome: Result['outcome']): Effect {
  const { session, stays, holder, directory } = asked
  const enters = outcome === 'admitted' && holder !== null
  const leaves = outcome === 'left' && isInside(stays, session.id)
  const setting = directory.roster.event.inside_elsewhere
  const seat = takesSeat(asked) ? 1 : 0
  return {
    attendee: outcome === 'refused' ? null : (holder?.row[0] ?? null),
    pass: {
      at: asked.at, key: scan.id, session: session.id, direction: scan.direction,
      moves: scan.direction === 'in' && (setting === 'move' || setting === 'ask'),
    },
    attended: enters && !wasLetIn(stays, session.id) ? 1 : 0,
    inside: Number(enters) - Number(leaves),
    seats: enters ? seat : -Number(leaves && session.tracks_out),
  }
}

function brief(holder: Holder | null, known: Directory): Result['attendee'] {
  if (holder === null) return null
  const [id, name, company, level] = holder.row
  return { id, name, level: known.level(level), company }
}

function tallyNow(slug: string, session: RosterSession): Tally {
  return counted(heardTally(session.code) ?? session.tally, pending(slug, session.code))
}

function counted(tally: Tally, more: { attended: number; inside: number }): Tally {
  return { ...tally, attended: tally.attended + more.attended, inside: Math.max(tally.inside + more.inside, 0) }
}
