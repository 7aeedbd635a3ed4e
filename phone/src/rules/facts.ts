import type { Facts, Judged } from './judge'
import type { Params, Why } from './nouns'
import type { Direction, Reason } from './reasons'
import type { Directory, Holder, RosterSession } from './roster'
import { elsewhere, isInside, wasLetIn, type Stay } from './stays'

/** A badge at a door, with all that the phone knows about it; instants are milliseconds. */
export interface Question {
  directory: Directory
  session: RosterSession
  direction: Direction
  at: number
  /** Null: the badge is nobody's whom the phone knows. */
  holder: Holder | null
  /** What the badge's signature says; plain badges have none. */
  signature: 'none' | 'genuine' | 'forged' | 'other_event'
  /** The holder's stays, this phone's own scans included. */
  stays: readonly Stay[]
  /** What capacity counts, as far as the phone heard and knows from its own scans. */
  counted: number
  /** Places that the phone may still give away by itself. */
  seats: number
}

/** What the rules judge. */
export function factsOf(asked: Question): Facts {
  const { session, direction, at, holder, stays, directory } = asked
  const rules = directory.roster.event
  return {
    direction,
    at,
    known: holder !== null,
    other_event: asked.signature === 'other_event',
    forged: asked.signature === 'forged',
    revoked: byThen(holder?.revokedAt, at),
    attendee_cancelled: byThen(holder?.row[4], at),
    session_cancelled: byThen(session.cancelled_at, at),
    level: holder === null || holder.row[3] === null ? null : String(holder.row[3]),
    levels: session.levels.map(String),
    validate_registrants: session.validate_registrants,
    registrant: holder !== null && holder.row[6].includes(session.id),
    let_in_before: wasLetIn(stays, session.id),
    capacity: session.capacity,
    count: countFor(asked),
    opens_at: session.opens_at,
    closes_at: closesAt(asked),
    inside: isInside(stays, session.id),
    inside_elsewhere: elsewhere(stays, session.id).length > 0,
    elsewhere: rules.inside_elsewhere,
    not_overridable: rules.not_overridable,
  }
}

/** Whether letting this person in takes a place: whoever was counted before takes no second one. */
export function takesSeat({ session, stays }: Question): boolean {
  return session.tracks_out ? !isInside(stays, session.id) : !wasLetIn(stays, session.id)
}

/** The verdict's reasons with their particulars, as the server tells them; words are the phone's own. */
export function whys(asked: Question, verdict: Judged): Why[] {
  return verdict.reasons.map(([code, kind]) => ({ code, kind, message: '', params: PARAMS[code](asked) }))
}

function byThen(happened: number | null | undefined, at: number): boolean {
  return happened !== null && happened !== undefined && at >= happened
}

function closesAt({ session, direction }: Question): number | null {
  return direction === 'in' ? session.closes_in_at : session.closes_out_at
}

/** Others may have let people in meanwhile: only the places that were lent are sure to be free. */
function countFor(asked: Question): number {
  const { session, counted, seats } = asked
  if (session.capacity === null) return counted
  if (!takesSeat(asked)) return counted - 1
  return seats > 0 ? Math.min(counted, session.capacity - 1) : Math.max(counted, session.capacity)
}

const none = (): Params => ({})

const PARAMS: Record<Reason, (asked: Question) => Params> = {
  unknown_badge: none,
  other_event: none,
  forged_badge: none,
  badge_revoked: ({ holder }) => ({ revoked_at: written(holder?.revokedAt) }),
  attendee_cancelled: ({ holder }) => ({ cancelled_at: written(holder?.row[4]) }),
  session_cancelled: ({ session }) => ({ cancelled_at: written(session.cancelled_at) }),
  level_not_included: ({ directory, holder, session }) => ({
    level: directory.level(holder?.row[3] ?? null) ?? '',
    levels: session.levels.map((id) => directory.level(id) ?? ''),
  }),
  not_on_schedule: none,
  capacity_reached: ({ session, counted }) => ({ count: counted, capacity: session.capacity, alone: true }),
  outside_scan_window: (asked) => ({
    opens_at: written(asked.session.opens_at),
    closes_at: written(closesAt(asked)),
  }),
  inside_elsewhere: ({ directory, stays, session }) => {
    const latest = elsewhere(stays, session.id).reduce((one, other) => (other.entered > one.entered ? other : one))
    const there = directory.sessionOf(latest.session)
    return { session: there?.code ?? '', title: there?.title ?? '', since: written(latest.entered) }
  },
  already_inside: ({ stays, session }) => {
    const stay = stays.find((one) => one.session === session.id && one.left === null)
    return { since: written(stay?.entered) }
  },
  not_inside: ({ stays, session }) => {
    const last = stays.filter((one) => one.session === session.id).at(-1)
    return { last_out_at: written(last?.left) }
  },
}

function written(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString()
}
