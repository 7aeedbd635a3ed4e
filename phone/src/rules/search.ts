import type { Attended, Found, Profile } from './nouns'
import { type AttendeeRow, type Directory, type RosterSession } from './roster'
import { isInside, wasLetIn, type Stay } from './stays'

// Letters that Unicode doesn't take apart, and apostrophes, as the server's rules/names.py has them.
const UNMARKED: Readonly<Record<string, string>> = {
  ł: 'l', ø: 'o', ß: 'ss', đ: 'd', ð: 'd', ħ: 'h', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i',
}
const MARKED = /[łøßđðħæœþı]/g
const APOSTROPHES = /['’‘ʼ`]/g

/** A text without accents, case and apostrophes. */
export function searchable(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.replace(MARKED, (letter) => UNMARKED[letter] ?? letter).replace(APOSTROPHES, '').trim()
}

const LETTERS_MIN = 3
const LETTER = /[\p{L}\p{N}]/u
const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** Whether the server would search by this: a wide letter counts as two, as whole names may have no more. */
export function isEnough(name: string): boolean {
  const letters = [...name].filter((letter) => LETTER.test(letter))
  return letters.length + letters.filter((letter) => WIDE.test(letter)).length >= LETTERS_MIN
}

// Taking twenty thousand names apart takes longer than searching them.
const hays = new WeakMap<AttendeeRow, string>()

function hayOf(row: AttendeeRow): string {
  const known = hays.get(row)
  if (known !== undefined) return known
  const made = searchable(`${row[1]} ${row[2]}`)
  hays.set(row, made)
  return made
}

/** The first attendees, by name, whose name or company has every word. */
export function found(directory: Directory, text: string, most: number): Found[] {
  const words = searchable(text).split(/\s+/).filter(Boolean)
  return directory.roster.attendees
    .map((row) => ({ row, hay: hayOf(row) }))
    .filter(({ hay }) => words.every((word) => hay.includes(word)))
    .sort((a, b) => (a.hay < b.hay ? -1 : 1))
    .slice(0, most)
    .map(({ row }) => brief(directory, row))
}

/** An attendee with their sessions, as far as the roster and these stays tell them. */
export function profileKept(directory: Directory, row: AttendeeRow, stays: Stay[], now: number): Profile {
  const ids = new Set([...row[6], ...stays.map((stay) => stay.session)])
  const sessions = [...ids].flatMap((id) => directory.sessionOf(id) ?? []).sort((a, b) => a.starts_at - b.starts_at)
  return { ...brief(directory, row), email: null, sessions: sessions.map((one) => attended(one, row, stays, now)) }
}

function brief(directory: Directory, row: AttendeeRow): Found {
  const [id, name, company, level, cancelledAt, badges, , , domain = ''] = row
  const inUse = badges.find(([, revokedAt]) => revokedAt === null)
  const status = cancelledAt === null ? 'registered' : 'cancelled'
  return { id, name, company, email_domain: domain, level: directory.level(level), badge: inUse?.[0] ?? null, status }
}

const MINUTE = 60_000

function attended(session: RosterSession, row: AttendeeRow, all: Stay[], now: number): Attended {
  const stays = all.filter((stay) => stay.session === session.id)
  const inside = stays.reduce((sum, stay) => sum + ((stay.left ?? Math.min(now, session.ends_at)) - stay.entered), 0)
  const [first] = stays
  return {
    code: session.code,
    title: session.title,
    room: session.room,
    starts_at: new Date(session.starts_at).toISOString(),
    ends_at: new Date(session.ends_at).toISOString(),
    on_schedule: row[6].includes(session.id),
    attended: wasLetIn(stays, session.id),
    inside: isInside(stays, session.id),
    first_in_at: first === undefined ? null : new Date(first.entered).toISOString(),
    minutes: Math.max(Math.floor(inside / MINUTE), 0),
  }
}
