import type { Direction, Kind, Outcome } from './reasons'

/** An instant: ISO 8601 with offset. */
export type Instant = string

export interface Me {
  email: string
  name: string
}

export interface Event {
  slug: string
  name: string
  timezone: string
  /** A calendar day, or null while the event has no session. */
  starts_on: string | null
  ends_on: string | null
  owner: { name: string; email: string }
  is_owner: boolean
  permissions: string[]
  note_required_on_override: boolean
}

export interface Tally {
  registered: number
  attended: number
  inside: number
  overridden: number
  refused: number
  capacity: number | null
}

export interface Restrictions {
  validate_registrants: boolean
  capacity: number | null
  levels: string[]
  opens_at: Instant | null
  closes_in_at: Instant | null
  closes_out_at: Instant | null
}

export interface Session {
  code: string
  title: string
  room: string
  track: string
  starts_at: Instant
  ends_at: Instant
  cancelled_at: Instant | null
  restrictions: Restrictions
  tally: Tally
}

export interface Found {
  id: number
  name: string
  company: string
  email_domain: string
  level: string | null
  badge: string | null
  status: string
}

export interface Attended {
  code: string
  title: string
  room: string
  starts_at: Instant
  ends_at: Instant
  on_schedule: boolean
  attended: boolean
  inside: boolean
  first_in_at: Instant | null
  minutes: number
}

export interface Profile extends Found {
  email: string | null
  sessions: Attended[]
}

/** What the phone said of a scan before the server could. */
export interface Told {
  outcome: Outcome
  reasons: string[]
  overrode: string[]
}

export interface Scan {
  id: string
  session: string
  badge: string
  direction: Direction
  scanned_at: Instant
  override?: string[]
  note?: string
  told?: Told
  /** The id under which it was sent before, without an answer. */
  instead_of?: string
  clock?: { phone_at: Instant; doubtful: boolean }
  /** It was taken back before the server was heard to have it: the undo's own id, and when. */
  undone?: { void: string; at: Instant }
}

export type Params = Record<string, unknown>

export interface Why {
  code: string
  kind: Kind
  message: string
  params: Params
}

export interface Result {
  id: string
  seq: number
  outcome: Outcome
  reasons: Why[]
  overrode: string[]
  attendee: { id: number; name: string; level: string | null; company: string } | null
  tally: Tally
  may_override: boolean
  note_required: boolean
  /** What this phone had told is the contrary of what the record would have said, for these reasons. */
  conflict: boolean
  /** The undo that came with the scan was taken. */
  undone: boolean
}

export interface Undone {
  seq: number
  entry: number
  tally: Tally
}

/** Where this phone stands, as the organizer sees it. */
export interface Standing {
  /** The session whose scan screen is open; null where none is. */
  session: string | null
  direction: Direction
  /** Scans on this phone that were not answered yet. */
  waiting: number
  /** Places of the session that the phone may still give away, or gave away by scans that were not answered. */
  holds?: number
  /** What the last answer to this said it was; null: none since the app was opened. */
  heard?: Instant | null
}

/** What somebody in the room says of the session. */
export const SAID = ['started', 'break_began', 'break_ended', 'ended', 'head_count', 'attested'] as const
export type What = (typeof SAID)[number]

/** One thing that was said of a session, and stands. */
export interface SaidOf {
  seq: number
  what: What
  at: Instant
  by: string
  by_hand: boolean
  count: number | null
  inside: number | null
}

/** When a session was planned, and how it really went. */
export interface SessionTimes {
  starts_at: Instant
  ends_at: Instant
  started_at: Instant | null
  ended_at: Instant | null
  breaks: { began_at: Instant; ended_at: Instant }[]
  on_break_since: Instant | null
  attested_at: Instant | null
  said: SaidOf[]
}

/** One thing that is said of a session, as it is sent. */
export interface Attestation {
  id: string
  what: What
  at: Instant
  count?: number
  name?: string
  words?: string
  door: string
  clock: { phone_at: Instant; doubtful: boolean }
  /** Where it was taken back meanwhile: the undo's id, and when. */
  undone?: { void: string; at: Instant }
}
