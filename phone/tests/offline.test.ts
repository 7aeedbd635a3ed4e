import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import type { Result, Scan } from '../src/rules/nouns'
import type { RosterAnswer } from '../src/rules/roster'

// A phone at a limited session's door, with what it keeps, and the server behind it.
const NINE = Date.parse('2026-02-01T09:00:00Z')
const SLUG = 'garden'
const EVENT = {
  slug: SLUG, name: 'Garden Days', timezone: 'UTC', starts_on: null, ends_on: null,
  owner: { name: 'Ana Silva', email: 'ana@example.org' }, is_owner: false,
  permissions: ['scan_attendees', 'override_session_scans'], note_required_on_override: false,
}
const TALLY = { registered: 2, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: 4 }
const ROSTER: RosterAnswer = {
  version: '1.1.1', seq: 1, full: true, at: '2026-02-01T09:00:00Z', gone: [],
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
    [41, 'Ada', 'Fjord', 1, null, [['ADA', null], ['OLD', NINE - 1_000]], [], []],
    [42, 'Ben', '', null, NINE - 1_000, [['BEN', null]], [], []],
    [43, 'Eve', '', null, null, [['EVE', null]], [], []],
  ],
}

let isReached = true
let isSignedIn = true
let denies = false
let isFull = false
let delayMs = 0
let seats = 0
let heard: Scan[][] = []
let seq = 1
let roster = ROSTER
let tried = 0

function result(scan: Scan): Result {
  seq += 1
  const { told } = scan
  return {
    id: scan.id, seq, outcome: told?.outcome ?? 'admitted', reasons: [], overrode: [],
    attendee: { id: 41, name: 'Ada', level: 'Member', company: 'Fjord' },
    tally: { ...TALLY, attended: 1, inside: 1 }, may_override: false, note_required: false,
  }
}

async function answer(path: string, asked?: RequestInit): Promise<Response> {
  tried += 1
  if (!isReached) throw new TypeError('no network')
  if (path === '/api/v1/me') return Response.json({ email: 'nadia@example.org', name: 'Nadia' })
  if (!isSignedIn) return Response.json({ title: 'Unauthorized', detail: 'Sign in.' }, { status: 401 })
  if (path === '/api/v1/events') return Response.json({ events: [EVENT] })
  if (path.includes('/roster')) return Response.json({ ...roster, at: new Date().toISOString() })
  if (path.includes('/doors/')) {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    return Response.json({ at: new Date().toISOString(), lease: { seats, until } })
  }
  if (path.endsWith('/sessions')) return Response.json({ sessions: [] }, { status: 500 })
  const { scans }: { scans: Scan[] } = JSON.parse(String(asked?.body))
  heard.push(scans)
  if (isFull) return Response.json({ detail: 'The disk is full.' }, { status: 503, headers: { 'Retry-After': '10' } })
  if (denies) return Response.json({ title: 'Forbidden', detail: 'No.' }, { status: 422 })
  await waitedFor(delayMs, asked?.signal)
  return Response.json({ results: scans.map(result) })
}

function waitedFor(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  if (milliseconds === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
}

class Page extends EventTarget {
  hidden = false
  visibilityState = 'visible'
  cookie = ''
  documentElement = {}
}

class Storage {
  private readonly kept = new Map<string, string>()
  getItem = (key: string): string | null => this.kept.get(key) ?? null
  setItem = (key: string, value: string): void => void this.kept.set(key, value)
  removeItem = (key: string): void => void this.kept.delete(key)
}

class SilentFeed extends EventTarget {
  close(): void {}
}

class Window extends EventTarget {
  setTimeout = setTimeout
}

beforeAll(() => {
  vi.useFakeTimers({ now: NINE })
  vi.stubGlobal('document', new Page())
  vi.stubGlobal('window', new Window())
  vi.stubGlobal('location', { hash: `#/e/${SLUG}/sessions/K/scan` })
  vi.stubGlobal('EventSource', SilentFeed)
  vi.stubGlobal('navigator', { languages: [] })
  vi.stubGlobal('fetch', answer)
})

beforeEach(() => {
  vi.clearAllTimers()
  vi.setSystemTime(NINE)
  isReached = true
  isSignedIn = true
  denies = false
  isFull = false
  delayMs = 0
  seats = 0
  heard = []
  roster = ROSTER
  vi.stubGlobal('localStorage', new Storage())
  vi.stubGlobal('sessionStorage', new Storage())
})

afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A phone that stands at the door and has its roster. */
async function phone() {
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

type Phone = Awaited<ReturnType<typeof phone>>

function shown({ desk }: Phone) {
  const open = desk.desk.value
  return open.kind === 'decided' ? [open.by, open.result.outcome, open.result.reasons.map((why) => why.code)] : [open.kind]
}

async function scan(one: Phone, badge: string, extra = {}): Promise<void> {
  const reading = one.desk.read(badge, extra)
  await vi.advanceTimersByTimeAsync(1_000)
  await reading
}

test('the server’s word is shown where it comes in time, and nothing waits', async () => {
  const one = await phone()

  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['server', 'admitted', []], 0])
  expect(heard[0]?.[0]?.clock?.doubtful).toBe(false)
})

test('a phone whose server is slow decides by itself, and says so when it sends', async () => {
  seats = 2
  const one = await phone()
  delayMs = 5_000

  await scan(one, 'ADA')
  const before = shown(one)
  delayMs = 0
  await vi.advanceTimersByTimeAsync(6_000)

  const [first, second] = heard.map((scans) => scans[0])
  expect([before, one.mine.value.length]).toEqual([['phone', 'admitted', []], 0])
  expect([second?.instead_of, second?.told?.outcome, second?.id === first?.id]).toEqual([first?.id, 'admitted', false])
})

test('a phone without a network keeps what it told until it can be sent, oldest first', async () => {
  seats = 4
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  await scan(one, 'EVE')
  const waiting = one.mine.value.map((kept) => [kept.scan.badge, kept.scan.told?.outcome])
  heard = []

  isReached = true
  await vi.advanceTimersByTimeAsync(10_000)

  expect(waiting).toEqual([['ADA', 'admitted'], ['EVE', 'admitted']])
  expect(heard.flat().map((sent) => sent.badge)).toEqual(['ADA', 'EVE'])
  expect(one.mine.value).toEqual([])
})

test('a phone whose server has no room decides by itself, and sends when there is room, as it was asked', async () => {
  seats = 4
  const one = await phone()
  isFull = true
  await scan(one, 'ADA')
  const whileFull = [shown(one), one.mine.value.map((kept) => kept.scan.told?.outcome)]

  isFull = false
  await vi.advanceTimersByTimeAsync(60_000)

  expect(whileFull).toEqual([['phone', 'admitted', []], ['admitted']])
  expect(one.mine.value).toEqual([])
  expect(heard.at(-1)?.map((sent) => [sent.badge, sent.told?.outcome])).toEqual([['ADA', 'admitted']])
})

test('a phone without a network lets nobody in beyond the places that it was lent', async () => {
  seats = 1
  const one = await phone()
  isReached = false

  await scan(one, 'ADA')
  const first = shown(one)
  await scan(one, 'EVE')
  const second = shown(one)
  await scan(one, 'EVE', { override: ['capacity_reached'] })

  expect([first, second, shown(one)]).toEqual([
    ['phone', 'admitted', []],
    ['phone', 'refused', ['capacity_reached']],
    ['phone', 'admitted', ['capacity_reached']],
  ])
})

test('whoever was let in by this phone gives the place back on leaving', async () => {
  seats = 1
  const one = await phone()
  isReached = false

  await scan(one, 'ADA')
  await scan(one, 'ADA', { direction: 'out' })
  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test.each([
  ['NOBODY', ['unknown_badge']],
  ['BEN', ['attendee_cancelled']],
  ['OLD', ['badge_revoked']],
])('the badge %s is refused without a network for %s', async (badge, reasons) => {
  seats = 4
  const one = await phone()
  isReached = false

  await scan(one, badge)

  expect(shown(one)).toEqual(['phone', 'refused', reasons])
})

test('a replaced badge is refused at once, and the server hears of it', async () => {
  seats = 4
  const one = await phone()

  await scan(one, 'OLD')

  expect(shown(one)).toEqual(['server', 'refused', ['badge_revoked']])
  expect(heard.flat().map((sent) => sent.told?.outcome)).toEqual(['refused'])
})

test('the same person again is inside already, also without a network', async () => {
  seats = 4
  const one = await phone()
  isReached = false

  await scan(one, 'ADA')
  await vi.advanceTimersByTimeAsync(10_000)
  await scan(one, 'ADA')

  expect(shown(one)).toEqual(['phone', 'repeated', ['already_inside']])
})

test('what one act repeats within seconds is no second scan', async () => {
  seats = 4
  const one = await phone()
  isReached = false

  await scan(one, 'ADA')
  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['phone', 'admitted', []], 1])
})

test('what another person left on this phone is neither seen nor sent nor lost', async () => {
  seats = 4
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  const { me } = await import('../src/store/account')
  const { outbox } = await import('../src/store/outbox')
  heard = []

  me.value = { state: 'ready', value: { email: 'omar@example.org', name: 'Omar' } }
  isReached = true
  await vi.advanceTimersByTimeAsync(10_000)
  const seen = [one.mine.value.length, heard.length, outbox.value.queue.size]
  me.value = { state: 'ready', value: { email: 'nadia@example.org', name: 'Nadia' } }
  await vi.advanceTimersByTimeAsync(10_000)

  expect([seen, heard.flat().map((sent) => sent.badge)]).toEqual([[0, 0, 1], ['ADA']])
})

test('a phone that was started anew without a network has what is left of the places it was lent', async () => {
  seats = 2
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  const { keptTable: table } = await import('../src/store/database')
  const kept = await table.get('lease')

  vi.resetModules()
  const database = await import('../src/store/database')
  await database.keptTable.change([['lease', kept]])
  const { loadLease, seatsAt } = await import('../src/store/lease')
  await loadLease()

  expect(seatsAt(SLUG, 'K')).toBe(1)
})

test('a phone asks nobody out of turn: what was told before is sent first', async () => {
  seats = 4
  const one = await phone()
  delayMs = 5_000
  await scan(one, 'ADA')
  const { isCutOff } = await import('../src/store/timing')
  isCutOff.value = false

  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test('a phone that looks somebody up without a network has its places still when it comes back', async () => {
  seats = 2
  const one = await phone()
  const { route } = await import('../src/store/route')
  isReached = false
  await scan(one, 'ADA')

  route.value = { screen: 'find', slug: SLUG, code: 'K' }
  await vi.advanceTimersByTimeAsync(40_000)
  route.value = { screen: 'scan', slug: SLUG, code: 'K' }
  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test('a scan that the server will not take is not kept', async () => {
  const one = await phone()
  denies = true

  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['fault'], 0])
})

test('a queue stays where a sign-in has ended, and is sent after the next', async () => {
  seats = 4
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  heard = []
  isReached = true
  isSignedIn = false
  await vi.advanceTimersByTimeAsync(10_000)
  const { me, loadMe } = await import('../src/store/account')
  const before = [me.value, one.mine.value.length, heard.length]

  isSignedIn = true
  await loadMe()
  await vi.advanceTimersByTimeAsync(10_000)

  expect(before).toEqual([{ state: 'ready', value: null }, 0, 0])
  expect(heard.flat().map((sent) => sent.badge)).toEqual(['ADA'])
})

test('a phone without a network tries anew as time goes by, and not for each scan', async () => {
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  tried = 0

  for (const badge of ['EVE', 'BEN', 'OLD', 'NOBODY']) {
    await one.desk.read(badge)
    one.desk.next()
  }
  await vi.advanceTimersByTimeAsync(0)
  const meanwhile = tried
  await vi.advanceTimersByTimeAsync(5_000)

  expect([one.mine.value.length, meanwhile, tried > 0]).toEqual([5, 0, true])
})

test('a phone without a network goes from one verdict to the next', async () => {
  const one = await phone()
  isReached = false
  await scan(one, 'ADA')
  const kinds: string[] = []
  const stop = one.desk.desk.subscribe((open) => void kinds.push(open.kind))

  await scan(one, 'EVE')
  stop()

  expect(kinds).toEqual(['decided', 'decided'])
})

test('a queue is sent as soon as an answer shows that there is contact again', async () => {
  const one = await phone()
  isReached = false
  for (let passed = 0; passed < 20; passed += 1) await scan(one, 'NOBODY')
  isReached = true
  heard = []

  await (await import('../src/store/roster')).refresh()
  await vi.advanceTimersByTimeAsync(0)

  expect([heard.flat().length, one.mine.value.length]).toEqual([20, 0])
})

/** The people whom a phone knows that is opened anew with what this one keeps, and no network. */
async function openedAnew(forget: string[] = []): Promise<(string | undefined)[]> {
  const { keptTable: before } = await import('../src/store/database')
  const kept = await Promise.all((await before.keys()).map(async (key) => [key, await before.get(key)] as const))
  isReached = false
  vi.resetModules()
  await (await import('../src/store/database')).keptTable.change(kept, forget)
  const { directory } = await import('../src/store/roster')
  await (await import('../src/store/account')).loadMe()
  await vi.waitFor(() => expect(directory.value).not.toBeNull())
  return [41, 42, 43, 44].map((id) => directory.value?.attendee(id)?.[1])
}

test('what changed since the whole roster came is kept beside it, and both are one after a restart', async () => {
  await phone()
  const { refresh } = await import('../src/store/roster')
  const changed = { ...ROSTER, full: false, programme: null }
  roster = { ...changed, version: '1.2.1', attendees: [[44, 'Zoe', '', null, null, [['ZOE', null]], [], []]], gone: [42] }
  await refresh()
  roster = { ...changed, version: '1.3.1', attendees: [[43, 'Eva', '', null, null, [['EVE', null]], [], []]] }
  await refresh()

  const all = await openedAnew()
  const whole = await openedAnew([`later roster nadia@example.org ${SLUG}`])

  expect([all, whole]).toEqual([['Ada', undefined, 'Eva', 'Zoe'], ['Ada', 'Ben', 'Eve', undefined]])
})
