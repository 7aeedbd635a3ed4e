import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import type { Attestation, SessionTimes, What } from '../src/rules/nouns'
import { closePage, emptyStorage, openPage } from './page'

const NINE = Date.parse('2026-02-01T09:00:00Z')
const SLUG = 'garden'
const TIMES: SessionTimes = {
  starts_at: '2026-02-01T09:00:00Z', ends_at: '2026-02-01T10:00:00Z', started_at: null, ended_at: null,
  breaks: [], on_break_since: null, attested_at: null, said: [],
}

/** A server that has what it was told, and what it was asked. */
const world = {
  isReached: true, denies: false, isFull: false, losesUndos: false, losesAnswers: false, deniesUndos: false,
  heard: [] as Attestation[], voids: [] as number[], undos: [] as string[], takenBackAfter: [] as number[],
}

function times(): SessionTimes {
  const standing = world.heard.filter((_, index) => !world.voids.includes(index + 1))
  const of = (what: What): string | null => standing.find((one) => one.what === what)?.at ?? null
  return { ...TIMES, started_at: of('started'), ended_at: of('ended'), on_break_since: of('break_began'), attested_at: of('attested') }
}

async function answer(path: string, asked?: RequestInit): Promise<Response> {
  if (!world.isReached) throw new TypeError('no network')
  if (path === '/api/v1/me') return Response.json({ email: 'nadia@example.org', name: 'Nadia' })
  if (path === '/api/v1/events') return Response.json({ events: [] })
  if (path.endsWith('/voids')) {
    const { id, entry } = JSON.parse(String(asked?.body))
    if (world.voids.includes(entry) && !world.undos.includes(id)) return Response.json({ detail: 'Undone already.' }, { status: 409 })
    if (!world.undos.includes(id)) world.voids.push(entry)
    world.undos.push(id)
    if (world.losesUndos) throw new TypeError('no network')
    const tally = { registered: 0, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: null }
    return Response.json({ seq: 99, entry, tally })
  }
  if (!path.endsWith('/attestations')) return Response.json({ title: 'Nothing' }, { status: 404 })
  if (asked?.method !== 'POST') return Response.json(times())
  if (world.isFull) return Response.json({ detail: 'The disk is full.' }, { status: 503 })
  if (world.denies) return Response.json({ detail: 'The session has started already.' }, { status: 409 })
  const said: Attestation = JSON.parse(String(asked.body))
  if (!world.heard.some((one) => one.id === said.id)) world.heard.push(said)
  const seq = world.heard.findIndex((one) => one.id === said.id) + 1
  if (said.undone !== undefined && !world.deniesUndos && !world.voids.includes(seq)) world.voids.push(seq)
  if (world.losesAnswers) throw new TypeError('no network')
  if (said.undone !== undefined) world.takenBackAfter.push(Date.parse(said.undone.at) - Date.parse(said.at))
  return Response.json({ seq, times: times(), undone: said.undone !== undefined && world.voids.includes(seq) })
}

beforeAll(() => void openPage(`#/e/${SLUG}/sessions/K/monitor`, NINE, answer))

beforeEach(() => {
  vi.clearAllTimers()
  vi.setSystemTime(NINE)
  Object.assign(world, {
    isReached: true, denies: false, isFull: false, losesUndos: false, losesAnswers: false, deniesUndos: false,
    heard: [], voids: [], undos: [], takenBackAfter: [],
  })
  emptyStorage()
})

afterAll(closePage)

afterEach(() => vi.doUnmock('../src/store/database'))

/** Opens the app anew; where there is a disk, with what was kept on it. */
async function phone() {
  vi.resetModules()
  const { loadMe } = await import('../src/store/account')
  const { startUploading } = await import('../src/store/uploading')
  const monitor = await import('../src/store/monitor')
  const said = await import('../src/store/said')
  const { keptTable } = await import('../src/store/database')
  await startUploading()
  await loadMe()
  const say = async (what: What, extra = {}): Promise<void> => {
    await monitor.say(SLUG, 'K', what, extra)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  return { monitor, said, keptTable, say }
}

/** One disk for all windows that are opened from now on. */
async function disk() {
  vi.resetModules()
  const database = await import('../src/store/database')
  vi.doMock('../src/store/database', () => database)
  return database.keptTable
}

const course = (one: Awaited<ReturnType<typeof phone>>) => one.said.courseAt(SLUG, 'K')
const heard = (): What[] => world.heard.map((one) => one.what)

test('what is said is sent, with the time that it was said at', async () => {
  const one = await phone()

  await one.say('started')

  expect(heard()).toEqual(['started'])
  expect(Date.parse(world.heard[0]?.at ?? '')).toBe(NINE)
  expect([one.said.saidHere.value, Date.parse(course(one).startedAt ?? '')]).toEqual([[], NINE])
})

test('without a network it is kept, followed, and sent in order when there is one', async () => {
  const one = await phone()
  world.isReached = false
  await one.say('started')
  await one.say('head_count', { count: 42 })
  await one.say('ended')
  const waits = one.said.saidHere.value.map((each) => each.said.what)
  const known = course(one)

  world.isReached = true
  await vi.advanceTimersByTimeAsync(20_000)

  expect([waits, known.startedAt !== null, known.endedAt !== null]).toEqual([['started', 'head_count', 'ended'], true, true])
  expect([heard(), world.heard[1]?.count, one.said.saidHere.value.length]).toEqual([['started', 'head_count', 'ended'], 42, 0])
  expect(world.heard.map((each) => Date.parse(each.at) - NINE)).toEqual([0, 1_000, 2_000])
})

test('it is on the disk before it is confirmed', async () => {
  const one = await phone()
  world.isReached = false

  await one.say('started')

  expect(await one.keptTable.startingWith('said ')).toHaveLength(1)
})

test('two windows that say something at once lose neither word', async () => {
  await disk()
  const [one, other] = [await phone(), await phone()]
  world.isReached = false

  await Promise.all([one.say('started'), other.say('head_count', { count: 3 })])

  const waits = (await phone()).said.saidHere.value.map((each) => each.said.what)
  expect(waits.sort()).toEqual(['head_count', 'started'])
})

test('a phone that can not read for a moment loses nothing of what waits', async () => {
  const kept = await disk()
  const one = await phone()
  world.isReached = false
  await one.say('started')

  const get = vi.spyOn(kept, 'get').mockRejectedValue(new DOMException('gone', 'UnknownError'))
  const all = vi.spyOn(kept, 'startingWith').mockRejectedValue(new DOMException('gone', 'UnknownError'))
  await one.say('head_count', { count: 3 })
  get.mockRestore()
  all.mockRestore()

  const waits = (await phone()).said.saidHere.value.map((each) => each.said.what)
  expect([waits, one.monitor.trouble.value.includes('kept')]).toEqual([['started'], true])
})

test('what an older app kept under one key is sent, in its order', async () => {
  const kept = await disk()
  const waits = (id: string, what: What, undone: string | null = null) => ({
    owner: 'nadia@example.org', slug: SLUG, code: 'K', said: { id, what, door: 'p' },
    reading: { wall: NINE, mono: 0, life: 'b' }, contact: null, undone, problem: '',
  })
  await kept.change([['said', [waits('b', 'started'), waits('a', 'ended'), waits('0', 'head_count', 'u')]]])

  await phone()
  await vi.advanceTimersByTimeAsync(20_000)

  expect([heard(), world.voids]).toEqual([['started', 'ended', 'head_count'], [3]])
  expect([await kept.get('said'), await kept.startingWith('said ')]).toEqual([undefined, []])
})

test('on a phone that is full nothing is said, and the person reads so', async () => {
  const one = await phone()
  const full = vi.spyOn(one.keptTable, 'revise').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))

  await one.say('started')
  full.mockRestore()

  expect([heard(), course(one).startedAt, one.monitor.trouble.value.includes('full')]).toEqual([[], null, true])
})

test('what can not be said is not said', async () => {
  const one = await phone()

  await one.say('ended')

  expect([heard(), one.said.saidHere.value]).toEqual([[], []])
})

test('what the server does not take stands aside with its words until it is dismissed, and holds up nothing', async () => {
  const one = await phone()
  world.denies = true
  await one.say('started')
  world.denies = false
  await one.say('head_count', { count: 3 })

  const [aside] = one.said.saidHere.value
  expect([heard(), aside?.problem, course(one).startedAt]).toEqual([['head_count'], 'Not taken: The session has started already.', null])
  await one.said.dismiss(aside?.said.id ?? '')
  expect(one.said.saidHere.value).toEqual([])
})

test('a server that fails is asked again under the same id', async () => {
  const one = await phone()
  world.isFull = true
  await one.say('started')
  const [waits] = one.said.saidHere.value
  world.isFull = false
  await vi.advanceTimersByTimeAsync(20_000)

  expect(world.heard.map((each) => each.id)).toEqual([waits?.said.id])
})

test('what was said last is taken back, at the server', async () => {
  const one = await phone()
  await one.say('started')

  await one.monitor.takeBackLast()

  expect([world.voids, course(one).startedAt, one.monitor.mayTakeBack(SLUG, 'K', Date.now())]).toEqual([[1], null, false])
})

test('an undo whose answer was lost is pressed again, and is the same undo', async () => {
  const one = await phone()
  await one.say('started')
  world.losesUndos = true
  await one.monitor.takeBackLast()
  const told = one.monitor.trouble.value

  world.losesUndos = false
  await one.monitor.takeBackLast()

  expect([told === '', one.monitor.trouble.value, world.voids, new Set(world.undos).size]).toEqual([false, '', [1], 1])
  expect([course(one).startedAt, one.monitor.lastSaid.value]).toEqual([null, null])
})

test('without a network the undo goes with what it undoes', async () => {
  const one = await phone()
  world.isReached = false
  await one.say('started')

  await one.monitor.takeBackLast()
  const known = course(one).startedAt
  await one.say('started')
  world.isReached = true
  await vi.advanceTimersByTimeAsync(20_000)

  expect([known, heard(), world.voids]).toEqual([null, ['started', 'started'], [1]])
  expect([one.said.saidHere.value, Date.parse(course(one).startedAt ?? '') - NINE]).toEqual([[], 1_000])
})

test('a word whose answer was lost is sent once more with its undo, and both times, however late', async () => {
  const one = await phone()
  world.losesAnswers = true
  await one.say('started')
  world.isReached = false
  await one.monitor.takeBackLast()
  await vi.advanceTimersByTimeAsync(1_800_000)

  Object.assign(world, { losesAnswers: false, isReached: true })
  await vi.advanceTimersByTimeAsync(20_000)

  expect([heard(), world.voids, world.undos, world.takenBackAfter]).toEqual([['started'], [1], [], [1_000]])
  expect([course(one).startedAt, one.said.saidHere.value]).toEqual([null, []])
})

test('where the undo is not taken the phone says that it counts, as the record does', async () => {
  const one = await phone()
  Object.assign(world, { deniesUndos: true, isReached: false })
  await one.say('started')
  await one.monitor.takeBackLast()

  world.isReached = true
  await vi.advanceTimersByTimeAsync(20_000)

  const [aside] = one.said.saidHere.value
  expect([aside?.problem.includes('it counts'), aside?.undone, course(one).startedAt !== null]).toEqual([true, null, true])
})

test('after two minutes nothing is taken back here', async () => {
  const one = await phone()
  await one.say('started')

  expect([119_000, 120_000].map((after) => one.monitor.mayTakeBack(SLUG, 'K', NINE + after))).toEqual([true, false])
})

test('nobody sees or sends what another person left on the phone', async () => {
  const one = await phone()
  world.isReached = false
  await one.say('started')
  const { me } = await import('../src/store/account')

  me.value = { state: 'ready', value: { email: 'ben@example.org', name: 'Ben' } }
  world.isReached = true
  await vi.advanceTimersByTimeAsync(20_000)

  expect([heard(), one.said.saidHere.value]).toEqual([[], []])
})
