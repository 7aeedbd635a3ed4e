import type {
  Attended, Event, Found, Me, Profile, Restrictions, Result, SaidOf, Session, SessionTimes, Tally, Undone, Why,
} from '../rules/nouns'
import { SAID } from '../rules/nouns'
import type { Elsewhere } from '../rules/judge'
import type { AttendeeRow, RosterAnswer, RosterEvent, RosterSession } from '../rules/roster'
import { KINDS, OUTCOMES } from '../rules/reasons'
import {
  instant, list, Misshapen, missable, nullable, number, object, oneOf, record, text, truth, type Shape,
} from './shape'

/** What the server's answers look like; contract/wire.json holds examples of each. */
export const me = object<Me>({ email: text, name: text })

const event = object<Event>({
  slug: text,
  name: text,
  timezone: text,
  starts_on: nullable(text),
  ends_on: nullable(text),
  owner: object({ name: text, email: text }),
  is_owner: truth,
  permissions: list(text),
  note_required_on_override: truth,
})

export const events = object<{ events: Event[] }>({ events: list(event) })

export const tally = object<Tally>({
  registered: number,
  attended: number,
  inside: number,
  overridden: number,
  refused: number,
  capacity: nullable(number),
})

const restrictions = object<Restrictions>({
  validate_registrants: truth,
  capacity: nullable(number),
  levels: list(text),
  opens_at: nullable(instant),
  closes_in_at: nullable(instant),
  closes_out_at: nullable(instant),
})

export const session = object<Session>({
  code: text,
  title: text,
  room: text,
  track: text,
  starts_at: instant,
  ends_at: instant,
  cancelled_at: nullable(instant),
  restrictions,
  tally,
})

export const sessions = object<{ sessions: Session[] }>({ sessions: list(session) })

const found = {
  id: number,
  name: text,
  company: text,
  email_domain: text,
  level: nullable(text),
  badge: nullable(text),
  status: text,
}

export const attendees = object<{ attendees: Found[] }>({ attendees: list(object<Found>(found)) })

const attended = object<Attended>({
  code: text,
  title: text,
  room: text,
  starts_at: instant,
  ends_at: instant,
  on_schedule: truth,
  attended: truth,
  inside: truth,
  first_in_at: nullable(instant),
  minutes: number,
})

export const profile = object<Profile>({ ...found, email: missable(text), sessions: list(attended) })

export const why = object<Why>({ code: text, kind: oneOf(...KINDS), message: text, params: record })

const result = object<Result>({
  id: text,
  seq: number,
  outcome: oneOf(...OUTCOMES),
  reasons: list(why),
  overrode: list(text),
  attendee: nullable(object({ id: number, name: text, level: nullable(text), company: text })),
  tally,
  may_override: truth,
  note_required: truth,
  conflict: truth,
  undone: truth,
})

export const results = object<{ results: Result[] }>({ results: list(result) })

export const undone = object<Undone>({ seq: number, entry: number, tally })

const saidOf = object<SaidOf>({
  seq: number,
  what: oneOf(...SAID),
  at: instant,
  by: text,
  by_hand: truth,
  count: nullable(number),
  inside: nullable(number),
})

export const sessionTimes = object<SessionTimes>({
  starts_at: instant,
  ends_at: instant,
  started_at: nullable(instant),
  ended_at: nullable(instant),
  breaks: list(object({ began_at: instant, ended_at: instant })),
  on_break_since: nullable(instant),
  attested_at: nullable(instant),
  said: list(saidOf),
})

/** Where what was said stands, how the session went so far, and whether the undo that came with it was taken. */
export interface SaidAnswer {
  seq: number
  times: SessionTimes
  undone: boolean
}

export const attested = object<SaidAnswer>({ seq: number, times: sessionTimes, undone: truth })

const ELSEWHERE: readonly Elsewhere[] = ['move', 'ask', 'refuse', 'allow']

const rosterEvent = object<RosterEvent>({
  inside_elsewhere: oneOf(...ELSEWHERE),
  not_overridable: list(text),
  note_required_on_override: truth,
  repeat_seconds: number,
  until: nullable(instant),
  badge_event: text,
  keys: list(object({ id: number, public: text, revoked_at: nullable(number) })),
})

const rosterSession = object<RosterSession>({
  id: number,
  code: text,
  title: text,
  room: text,
  track: text,
  starts_at: number,
  ends_at: number,
  cancelled_at: nullable(number),
  validate_registrants: truth,
  tracks_out: truth,
  capacity: nullable(number),
  levels: list(number),
  opens_at: nullable(number),
  closes_in_at: nullable(number),
  closes_out_at: nullable(number),
  tally,
})

const ROW_LENGTH = 9

/** Looked at only so far that a row of another form is noticed: there may be twenty thousand. */
const attendeeRow: Shape<AttendeeRow> = (value, path) => {
  const isRow = Array.isArray(value) && value.length === ROW_LENGTH && Array.isArray(value[5]) && Array.isArray(value[7])
  if (!isRow) throw new Misshapen(`${path}: expected an attendee`)
  return value as AttendeeRow // The server's tests hold the rest to the contract.
}

const level: Shape<[number, string]> = (value, path) => {
  const [id, name] = list((one) => one)(value, path)
  return [number(id, `${path}[0]`), text(name, `${path}[1]`)]
}

export const roster = object<RosterAnswer>({
  version: text,
  epoch: text,
  seq: number,
  full: truth,
  at: instant,
  event: rosterEvent,
  programme: nullable(object({ levels: list(level), sessions: list(rosterSession) })),
  attendees: list(attendeeRow),
  gone: list(number),
})

/** What a phone is told when it says where it stands: the server's clock, and the places it is lent. */
export interface DoorAnswer {
  at: string
  lease: { seats: number; until: string; beyond: number } | null
}

export const door = object<DoorAnswer>({
  at: instant,
  lease: nullable(object({ seats: number, until: instant, beyond: number })),
})

export const tallies = object<{ seq: number; roster: number; sessions: { code: string; tally: Tally }[] }>({
  seq: number,
  roster: number,
  sessions: list(object({ code: text, tally })),
})

export const problem = object<{ title: string | null; detail: string | null }>({
  title: missable(text),
  detail: missable(text),
})
