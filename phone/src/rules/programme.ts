import type { Session } from './nouns'

const MINUTE = 60_000
/** What starts within this time is next; staff stand at the door by then. */
const SOON = 60 * MINUTE

export type Heading = 'now' | 'next' | 'later' | 'earlier' | 'day'

export interface Group {
  heading: Heading
  /** The day in the event's zone, as YYYY-MM-DD. */
  day: string
  sessions: Session[]
}

/** The day of an instant in a zone, as YYYY-MM-DD. */
export function dayIn(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
  })
  return parts.format(at)
}

/** Sessions as staff look for them: now, next, later today, earlier today, then the other days. */
export function programme(sessions: Session[], zone: string, now: Date): Group[] {
  const today = dayIn(zone, now)
  const soon = soonLimit(sessions, zone, now)
  const groups = new Map<string, Group>()
  for (const session of [...sessions].sort(byStart)) {
    const day = dayIn(zone, new Date(session.starts_at))
    const heading = headingOf(session, now, soon, day === today)
    const key = heading === 'day' ? day : heading
    const group = groups.get(key) ?? { heading, day, sessions: [] }
    group.sessions.push(session)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => rank(a, today) - rank(b, today) || order(a.day, b.day))
}

const RANK: Record<Heading, number> = { now: 0, next: 1, later: 2, earlier: 3, day: 4 }

function rank(group: Group, today: string): number {
  // Days gone by come last.
  return RANK[group.heading] + (group.heading === 'day' && group.day < today ? 1 : 0)
}

function headingOf(session: Session, now: Date, soon: number, isToday: boolean): Heading {
  const starts = Date.parse(session.starts_at)
  if (starts <= now.getTime() && now.getTime() < Date.parse(session.ends_at)) return 'now'
  if (starts > now.getTime() && starts <= soon) return 'next'
  if (!isToday) return 'day'
  return starts > now.getTime() ? 'later' : 'earlier'
}

/** Where the next hour is empty, whatever starts first today is next. */
function soonLimit(sessions: Session[], zone: string, now: Date): number {
  const today = dayIn(zone, now)
  const starts = sessions
    .map((session) => Date.parse(session.starts_at))
    .filter((start) => start > now.getTime() && dayIn(zone, new Date(start)) === today)
  return Math.max(now.getTime() + SOON, starts.length > 0 ? Math.min(...starts) : 0)
}

function byStart(a: Session, b: Session): number {
  return order(a.starts_at, b.starts_at, Date.parse) || order(a.room, b.room) || order(a.code, b.code)
}

function order(a: string, b: string, by?: (text: string) => number): number {
  if (by !== undefined) return by(a) - by(b)
  return a < b ? -1 : Number(a > b)
}

/** Sessions whose title, room, track or code holds every word, accents and case aside. */
export function matching(sessions: Session[], text: string): Session[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  return sessions.filter((session) => {
    const hay = plain(`${session.title} ${session.room} ${session.track} ${session.code}`)
    return words.every((word) => hay.includes(word))
  })
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
