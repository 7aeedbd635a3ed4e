import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import type { Result, Scan, Session } from '../src/rules/nouns'
import { closePage, openPage, type Page } from './page'

// The page that a phone has, and the server behind it, down to what this test asks of them.
const PERSON = { email: 'nadia@example.org', name: 'Nadia Haddad' }
const EVENT = {
  slug: 'garden', name: 'Garden Days', timezone: 'UTC', starts_on: null, ends_on: null,
  owner: { name: 'Ana Silva', email: 'ana@example.org' }, is_owner: false, permissions: ['scan_attendees'],
  note_required_on_override: false,
}
const ENDS = '2026-01-31T13:00:00+01:00'
const SESSION: Session = {
  code: 'KEYNOTE', title: 'Opening keynote', room: 'Janson', track: '',
  starts_at: '2026-01-31T12:00:00+01:00', ends_at: ENDS, cancelled_at: null,
  restrictions: {
    validate_registrants: false, capacity: null, levels: [], opens_at: null, closes_in_at: null, closes_out_at: null,
  },
  tally: { registered: 0, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: null },
}
const ANSWERS: Record<string, unknown> = {
  '/api/v1/me': PERSON,
  '/api/v1/events': { events: [EVENT] },
  '/api/v1/events/garden/sessions': { sessions: [SESSION] },
}

const REFUSAL: Result = {
  id: '', seq: 1, outcome: 'refused', overrode: [], attendee: { id: 1, name: 'Eve', level: null, company: '' },
  reasons: [{ code: 'capacity_reached', kind: 'restriction', message: '', params: {} }],
  tally: SESSION.tally, may_override: true, note_required: false, conflict: false, undone: false,
}

/** What the server has heard at its doors. */
let heard: { door: string; scan: Scan }[] = []

async function answer(path: string, asked?: RequestInit): Promise<Response> {
  if (asked?.method !== 'POST') return Response.json(ANSWERS[path])
  const { door, scans: [scan] }: { door: string; scans: [Scan] } = JSON.parse(String(asked.body))
  heard.push({ door, scan })
  return Response.json({ results: [{ ...REFUSAL, id: scan.id }] })
}

let page: Page

beforeAll(() => {
  page = openPage('#/e/garden/sessions/KEYNOTE/scan', Date.parse(ENDS) - 10_000, answer)
})

afterAll(closePage)

/** A phone that has just opened the session's scan screen; nothing else happens on it from then on. */
async function standingAtTheDoor() {
  sessionStorage.clear()
  return opened()
}

/** The phone's page, opened or reloaded. */
async function opened() {
  vi.resetModules()
  const { loadMe } = await import('../src/store/account')
  const door = await import('../src/store/door')
  const { session } = await import('../src/store/sessions')
  await loadMe()
  await vi.waitFor(() => expect(session.value).toEqual(SESSION))
  return door
}

test('a phone that stands at the door leaves in by itself within seconds of the end, once', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const door = await standingAtTheDoor()
  const said = (): [string, boolean] => [door.direction.value, door.hasLeftByItself(SESSION)]
  const before = said()

  await vi.advanceTimersByTimeAsync(8_000)
  const shortly = said()
  await vi.advanceTimersByTimeAsync(4_000)
  const after = said()
  door.face('KEYNOTE', 'in')
  await vi.advanceTimersByTimeAsync(60_000)

  expect([before, shortly, after, said()]).toEqual([['in', false], ['in', false], ['out', true], ['in', false]])
})

test('a phone that slept over the end leaves in as soon as it is looked at', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const door = await standingAtTheDoor()
  const before = door.direction.value

  vi.setSystemTime(Date.parse(ENDS) + 600_000)
  page.dispatchEvent(new Event('visibilitychange'))

  expect([before, door.direction.value]).toEqual(['in', 'out'])
})

test('a phone that scans out already is not said to have turned by itself', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const door = await standingAtTheDoor()
  door.face('KEYNOTE', 'out')

  await vi.advanceTimersByTimeAsync(12_000)

  expect([door.direction.value, door.hasLeftByItself(SESSION)]).toEqual(['out', false])
})

test('whoever is let in against a refusal goes the way they were refused, though the door has turned', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const door = await standingAtTheDoor()
  const { desk, read, scanAnyway } = await import('../src/store/desk')
  await read('EVE-BADGE')
  const shown = desk.value
  heard = []

  await vi.advanceTimersByTimeAsync(12_000)
  if (shown.kind === 'decided') await scanAnyway(shown, '')

  const said = heard.map(({ door, scan }) => [door, scan.direction, scan.override])
  expect([door.direction.value, ...said]).toEqual(['out', [door.doorName('KEYNOTE', 'in'), 'in', ['capacity_reached']]])
})

test('a phone that is reloaded still scans the way it did, at this event alone', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const before = await standingAtTheDoor()
  before.face('KEYNOTE', 'out')
  const after = await opened()
  const { event } = await import('../src/store/events')
  const { route } = await import('../src/store/route')
  const here = [event.value?.slug, after.direction.value, after.directionAt('KEYNOTE')]

  route.value = { screen: 'toolkit', slug: 'elsewhere' }

  expect([...here, after.directionAt('KEYNOTE')]).toEqual(['garden', 'out', 'out', 'in'])
})

test('a phone that is reloaded before the end leaves in by itself, and later keeps being switched back', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  const before = await standingAtTheDoor()
  before.face('KEYNOTE', 'in')
  const reloaded = await opened()
  await vi.advanceTimersByTimeAsync(12_000)
  const turned = [reloaded.direction.value, reloaded.hasLeftByItself(SESSION)]

  reloaded.face('KEYNOTE', 'in')
  const again = await opened()

  expect([...turned, again.direction.value]).toEqual(['out', true, 'in'])
})

test('a phone whose memory is unreadable scans in', async () => {
  vi.setSystemTime(Date.parse(ENDS) - 10_000)
  sessionStorage.clear()
  sessionStorage.setItem('usher-directions', '{"nonsense')

  expect((await opened()).direction.value).toBe('in')
})
