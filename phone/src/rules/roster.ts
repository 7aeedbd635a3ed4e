import type { Instant, Session, Tally } from './nouns'
import type { Elsewhere } from './judge'
import type { Stay } from './stays'

/** What a phone keeps of an event, to decide by itself. Instants are milliseconds since the epoch. */
export interface Roster {
  version: string
  /** Another one where a backup took the ledger's place: places in it then mean something else. */
  epoch: string
  /** The place in the ledger up to which stays are told. */
  seq: number
  /** When the server told it, by the server's clock. */
  at: Instant
  event: RosterEvent
  levels: [number, string][]
  sessions: RosterSession[]
  attendees: AttendeeRow[]
}

export interface RosterEvent {
  inside_elsewhere: Elsewhere
  not_overridable: string[]
  note_required_on_override: boolean
  repeat_seconds: number
  /** When the phone must forget the event's people; null while its days are not known. */
  until: Instant | null
  /** What signed badges say of their event, hexadecimal. */
  badge_event: string
  keys: PublicKey[]
}

/** A key by which badges were signed; `public` is base64url. */
export interface PublicKey {
  id: number
  public: string
  revoked_at: number | null
}

export interface RosterSession {
  id: number
  code: string
  title: string
  room: string
  track: string
  starts_at: number
  ends_at: number
  cancelled_at: number | null
  validate_registrants: boolean
  tracks_out: boolean
  capacity: number | null
  levels: number[]
  opens_at: number | null
  closes_in_at: number | null
  closes_out_at: number | null
  tally: Tally
}

/** As it comes over the network: twenty thousand of them are kept as they are. */
export type AttendeeRow = [
  id: number,
  name: string,
  company: string,
  level: number | null,
  cancelledAt: number | null,
  badges: [code: string, revokedAt: number | null][],
  schedule: number[],
  stays: [session: number, entered: number, left: number | null][],
  /** The domain of their e-mail address, where there is no company; a row of an older app has none. */
  domain?: string,
]

/** The roster whole, or what changed of it since another version. */
export interface RosterAnswer extends Omit<Roster, 'levels' | 'sessions'> {
  full: boolean
  programme: { levels: [number, string][]; sessions: RosterSession[] } | null
  gone: number[]
}

/** The roster that the answer makes of the one that was kept; null where it can't be put over it. */
export function merged(kept: Roster | null, answer: RosterAnswer): Roster | null {
  const programme = answer.programme ?? kept
  if (programme === null || (kept === null && !answer.full)) return null
  const { version, epoch, seq, at, event } = answer
  const { levels, sessions } = programme
  return { version, epoch, seq, at, event, levels, sessions, attendees: people(kept, answer) }
}

function people(kept: Roster | null, answer: RosterAnswer): AttendeeRow[] {
  if (answer.full || kept === null) return answer.attendees
  if (answer.attendees.length === 0 && answer.gone.length === 0) return kept.attendees
  return put(kept.attendees, answer)
}

/** The rows with the changed ones in their places, new ones at the end, and without those that are gone. */
function put(rows: readonly AttendeeRow[], { attendees, gone }: Pick<RosterAnswer, 'attendees' | 'gone'>): AttendeeRow[] {
  const news = new Map(attendees.map((row) => [row[0], row]))
  const left = new Set(gone)
  const stayed = rows.filter(([id]) => !left.has(id)).map((row) => {
    const changed = news.get(row[0])
    news.delete(row[0])
    return changed ?? row
  })
  return [...stayed, ...news.values()]
}

/** What changed since an earlier version, of what changed until another and what did from there on. */
export function joined(first: RosterAnswer | null, next: RosterAnswer): RosterAnswer {
  if (first === null || next.full) return next
  const back = new Set(next.attendees.map(([id]) => id))
  return {
    ...next,
    programme: next.programme ?? first.programme,
    attendees: put(first.attendees, next),
    gone: [...first.gone.filter((id) => !back.has(id)), ...next.gone],
  }
}

/** Who holds a badge. */
export interface Holder {
  row: AttendeeRow
  revokedAt: number | null
}

/** Attendees by number and by badge code. */
class People {
  readonly holders = new Map<string, Holder>()
  readonly byId = new Map<number, AttendeeRow>()

  constructor(rows: readonly AttendeeRow[]) {
    rows.forEach((row) => this.put(row))
  }

  put(row: AttendeeRow): void {
    this.delete(row[0])
    this.byId.set(row[0], row)
    for (const [code, revokedAt] of row[5]) this.holders.set(code, { row, revokedAt })
  }

  delete(id: number): void {
    for (const [code] of this.byId.get(id)?.[5] ?? []) {
      // It may be somebody else's by now.
      if (this.holders.get(code)?.row[0] === id) this.holders.delete(code)
    }
    this.byId.delete(id)
  }
}

/** Finds holders by code and sessions by their code and number. */
export class Directory {
  private readonly byCode: Map<string, RosterSession>
  private readonly byId: Map<number, RosterSession>
  private readonly levels: Map<number, string>

  constructor(readonly roster: Roster, private readonly people = new People(roster.attendees)) {
    this.byCode = new Map(roster.sessions.map((one) => [one.code, one]))
    this.byId = new Map(roster.sessions.map((one) => [one.id, one]))
    this.levels = new Map(roster.levels)
  }

  /** The directory of the roster that the answer makes of this one's, which is not to be asked any more. */
  after(roster: Roster, answer: RosterAnswer): Directory {
    if (answer.full) return new Directory(roster)
    answer.gone.forEach((id) => this.people.delete(id))
    answer.attendees.forEach((row) => this.people.put(row))
    return new Directory(roster, this.people)
  }

  holder(code: string): Holder | null {
    return this.people.holders.get(code) ?? null
  }

  attendee(id: number): AttendeeRow | null {
    return this.people.byId.get(id) ?? null
  }

  session(code: string): RosterSession | null {
    return this.byCode.get(code) ?? null
  }

  sessionOf(id: number): RosterSession | null {
    return this.byId.get(id) ?? null
  }

  level(id: number | null): string | null {
    return id === null ? null : (this.levels.get(id) ?? null)
  }
}

/** The stays that the roster tells of an attendee. */
export function staysOf(row: AttendeeRow): Stay[] {
  return row[7].map(([session, entered, left]) => ({ session, entered, left }))
}


/** The sessions as the screens show them. */
export function sessionsKept(directory: Directory): Session[] {
  return directory.roster.sessions.map((one) => ({
    code: one.code,
    title: one.title,
    room: one.room,
    track: one.track,
    starts_at: written(one.starts_at),
    ends_at: written(one.ends_at),
    cancelled_at: one.cancelled_at === null ? null : written(one.cancelled_at),
    restrictions: {
      validate_registrants: one.validate_registrants,
      capacity: one.capacity,
      levels: one.levels.map((id) => directory.level(id) ?? ''),
      opens_at: one.opens_at === null ? null : written(one.opens_at),
      closes_in_at: one.closes_in_at === null ? null : written(one.closes_in_at),
      closes_out_at: one.closes_out_at === null ? null : written(one.closes_out_at),
    },
    tally: one.tally,
  }))
}

function written(at: number): Instant {
  return new Date(at).toISOString()
}
