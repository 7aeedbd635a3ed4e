import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'

import type { Result, Scan } from '../src/rules/nouns'
import type { AttendeeRow, RosterAnswer } from '../src/rules/roster'
import { closePage, emptyStorage, openPage } from './page'

// A phone at a limited session’s door, with what it keeps, and the server behind it: for the tests that import it.
export const NINE = Date.parse('2026-02-01T09:00:00Z')
export const SLUG = 'garden'
const EVENT = {
  slug: SLUG, name: 'Garden Days', timezone: 'UTC', starts_on: null, ends_on: null,
  owner: { name: 'Ana Silva', email: 'ana@example.org' }, is_owner: false,
  permissions: ['scan_attendees', 'override_session_scans'], note_required_on_override: false,
}
const TALLY = { registered: 2, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: 4 }
export const ROSTER: RosterAnswer = {
  version: '1.1.1', epoch: 'a', seq: 1, full: true, at: '2026-02-01T09:00:00Z', gone: [],
  event: {
    inside_elsewhere: 'move', not_overridable: [], note_required_on_override: false, repeat_seconds: 5,
    until: null, keys: [], ...{ badge_event: '' },
  },
  programme: {
    levels: [[1, 'Member']],
    sessions: [{
      id: 7, code: 'K', title: 'Keynote', room: 'Janson', track: '', starts_at: NINE, ends_at: NINE + 3_600_000,
      cancelled_at: null, validate_registrants: false, tracks_out: true, capacity: 4, levels: [], opens_at: null,
      closes_in_at: null, closes_out_at: null, tally: TALLY,
    }],
  },
  attendees: [
    [41, 'Ada', 'Fjord', 1, null, [['ADA', null], ['OLD', NINE - 1_000]], [], [], ''],
    [42, 'Ben', '', null, NINE - 1_000, [['BEN', null]], [], [], 'okafor.example'],
    [43, 'Eve', '', null, null, [['EVE', null]], [], [], ''],
  ],
}

/** The same with Ada in the session, by another door. */
export const ADA_INSIDE: RosterAnswer = {
  ...ROSTER,
  attendees: ROSTER.attendees.map((row) => (row[0] === 41 ? row.with(7, [[7, NINE - 60_000, null]]) as AttendeeRow : row)),
}

/** What the server is like, and what it has heard. */
interface World {
  isReached: boolean
  isSignedIn: boolean
  /** What it says of every scan, if that is a no. */
  denies: boolean
  isFull: boolean
  delayMs: number
  /** Places that it lends. */
  seats: number
  /** What it says against what was told. */
  conflict: boolean
  /** By how many the room holds more than it may. */
  beyond: number
  roster: RosterAnswer
  heard: Scan[][]
  tried: number
  seq: number
}

function asUsual(): World {
  return {
    isReached: true, isSignedIn: true, denies: false, isFull: false, delayMs: 0, seats: 0, conflict: false, beyond: 0, roster: ROSTER,
    heard: [], tried: 0, seq: 1,
  }
}

export const world: World = asUsual()

function result(scan: Scan): Result {
  world.seq += 1
  const { told } = scan
  return {
    id: scan.id, seq: world.seq, outcome: told?.outcome ?? 'admitted', reasons: [], overrode: [],
    attendee: { id: 41, name: 'Ada', level: 'Member', company: 'Fjord' },
    tally: { ...TALLY, attended: 1, inside: 1 }, may_override: false, note_required: false, conflict: world.conflict, undone: scan.undone !== undefined,
  }
}

async function answer(path: string, asked?: RequestInit): Promise<Response> {
  world.tried += 1
  if (!world.isReached) throw new TypeError('no network')
  if (path === '/api/v1/me') return Response.json({ email: 'nadia@example.org', name: 'Nadia' })
  if (!world.isSignedIn) return Response.json({ title: 'Unauthorized', detail: 'Sign in.' }, { status: 401 })
  if (path === '/api/v1/events') return Response.json({ events: [EVENT] })
  if (path.includes('/roster')) return Response.json({ ...world.roster, at: new Date().toISOString() })
  if (path.includes('/doors/')) {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    return Response.json({ at: new Date().toISOString(), lease: { seats: world.seats, until, beyond: world.beyond } })
  }
  if (path.endsWith('/sessions')) return Response.json({ sessions: [] }, { status: 500 })
  const { scans }: { scans: Scan[] } = JSON.parse(String(asked?.body))
  world.heard.push(scans)
  if (world.isFull) return Response.json({ detail: 'The disk is full.' }, { status: 503, headers: { 'Retry-After': '10' } })
  if (world.denies) return Response.json({ title: 'Forbidden', detail: 'No.' }, { status: 422 })
  await waitedFor(world.delayMs, asked?.signal)
  return Response.json({ results: scans.map(result) })
}

function waitedFor(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  if (milliseconds === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
}

beforeAll(() => void openPage(`#/e/${SLUG}/sessions/K/scan`, NINE, answer))

beforeEach(() => {
  vi.clearAllTimers()
  vi.setSystemTime(NINE)
  Object.assign(world, asUsual())
  emptyStorage()
})

afterAll(closePage)

/** A phone that stands at the door and has its roster. */
export async function phone() {
  vi.resetModules()
  const { loadMe } = await import('../src/store/account')
  const { tellStanding } = await import('../src/store/standing')
  const { startUploading } = await import('../src/store/uploading')
  const { directory } = await import('../src/store/roster')
  const { lease } = await import('../src/store/lease')
  const desk = await import('../src/store/desk')
  const { mine } = await import('../src/store/outbox')
  tellStanding()
  await startUploading()
  await loadMe()
  await vi.waitFor(() => expect([directory.value === null, lease.value === null]).toEqual([false, false]))
  return { desk, mine, lease }
}

export type Phone = Awaited<ReturnType<typeof phone>>

export function shown({ desk }: Phone) {
  const open = desk.desk.value
  return open.kind === 'decided' ? [open.by, open.result.outcome, open.result.reasons.map((why) => why.code)] : [open.kind]
}

export async function scan(one: Phone, badge: string, extra = {}): Promise<void> {
  const reading = one.desk.read(badge, extra)
  await vi.advanceTimersByTimeAsync(1_000)
  await reading
}
