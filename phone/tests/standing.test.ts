import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import { closePage, emptyStorage, openPage } from './page'

// A phone at the door of the contract's session, and the server behind it.
const CONTRACT: { examples: { name: string; request: { method: string; body: unknown }; answer: unknown }[] } =
  JSON.parse(readFileSync(new URL('../../contract/wire.json', import.meta.url), 'utf8'))

function example(name: string) {
  const found = CONTRACT.examples.find((one) => one.name === name)
  if (found === undefined) throw new Error(`The contract has no example "${name}".`)
  return found
}

const SLUG = 'fosdem-2026'
const ANSWERS: Record<string, unknown> = {
  '/api/v1/me': example('who I am').answer,
  '/api/v1/events': example('events I own or work at').answer,
  [`/api/v1/events/${SLUG}/sessions`]: example('sessions of an event').answer,
}
const DOOR = /\/doors\/(\w+)$/

let isSignedIn = true
let isReached = true
let lends = true
let heard: unknown[] = []
let scans: string[] = []

async function answer(path: string, asked?: RequestInit): Promise<Response> {
  if (!isReached) throw new TypeError('no network')
  if (!isSignedIn) return Response.json({ title: 'Unauthorized', detail: 'Sign in.' }, { status: 401 })
  if (asked?.method === 'PUT' && DOOR.test(path)) {
    const said: { session: string | null } = JSON.parse(String(asked.body))
    heard.push(said)
    const lease = lends && said.session !== null ? { seats: 3, until: '2026-02-01T10:00:00+01:00', beyond: 0 } : null
    return Response.json({ at: '2026-02-01T09:00:00+01:00', lease })
  }
  if (asked?.method !== 'POST') return Response.json(ANSWERS[path])
  const sent: { scans: [{ id: string }] } = JSON.parse(String(asked.body))
  scans.push(sent.scans[0].id)
  return Response.json(example('admitted').answer)
}

beforeAll(() => void openPage(`#/e/${SLUG}/sessions/K1105/scan`, Date.parse('2026-02-01T08:00:00Z'), answer))

beforeEach(() => {
  vi.clearAllTimers()
  isSignedIn = true
  isReached = true
  lends = true
  scans = []
  emptyStorage()
})

afterAll(closePage)

/** A phone whose scan screen has just been opened. */
async function atTheDoor() {
  vi.resetModules()
  const account = await import('../src/store/account')
  const door = await import('../src/store/door')
  const desk = await import('../src/store/desk')
  const { route } = await import('../src/store/route')
  const { session } = await import('../src/store/sessions')
  const { tellStanding } = await import('../src/store/standing')
  tellStanding()
  heard = []
  await account.loadMe()
  await vi.waitFor(() => expect(session.value?.code).toBe('K1105'))
  await vi.advanceTimersByTimeAsync(0)
  return { ...account, ...door, ...desk, route }
}

test('a phone says where it stands as the contract has it, when the scan screen opens and when it closes', async () => {
  const { route } = await atTheDoor()
  const opened = [...heard]

  route.value = { screen: 'session', slug: SLUG, code: 'K1105' }
  await vi.advanceTimersByTimeAsync(60_000)

  expect(opened).toEqual([{ session: 'K1105', direction: 'in', waiting: 0, holds: 0, heard: null }])
  expect(heard.slice(1)).toEqual([example('a phone says that its scan screen is closed').request.body])
})

test('a phone that was started anew and is lent nothing says so again at once, now that it was answered', async () => {
  lends = false

  await atTheDoor()

  expect(heard).toMatchObject([{ session: 'K1105', heard: null }, { session: 'K1105', heard: '2026-02-01T09:00:00+01:00' }])
})

test('a phone is heard from every half minute while its scan screen is open', async () => {
  await atTheDoor()

  await vi.advanceTimersByTimeAsync(95_000)

  expect(heard).toHaveLength(4)
})

test('a phone that is turned to out says so at once', async () => {
  const { face } = await atTheDoor()

  face('K1105', 'out')
  await vi.advanceTimersByTimeAsync(0)

  expect(heard.at(-1)).toMatchObject({ session: 'K1105', direction: 'out', waiting: 0, holds: 0 })
})

test('a phone without a network goes on, and is heard from again when there is one', async () => {
  const { me } = await atTheDoor()
  isReached = false
  await vi.advanceTimersByTimeAsync(60_000)
  const before = heard.length

  isReached = true
  await vi.advanceTimersByTimeAsync(30_000)

  expect([before, heard.length, me.value.state]).toEqual([1, 2, 'ready'])
})

test('a scan that is answered at once is not said to wait', async () => {
  const { read } = await atTheDoor()

  await read('7K3M9P2QX4V8T1RA')
  await vi.advanceTimersByTimeAsync(0)

  expect([scans.length, heard.length]).toEqual([1, 1])
})

test('a phone that was signed out from afar says so, and sends the scan that waits after the next sign-in', async () => {
  const { me, wasSignedOut, read, desk, waiting, loadMe } = await atTheDoor()
  isSignedIn = false
  await read('7K3M9P2QX4V8T1RA')
  const out = [me.value, wasSignedOut.value, desk.value.kind, waiting.value, scans.length]

  isSignedIn = true
  await loadMe()
  await vi.waitFor(() => expect(desk.value.kind).toBe('decided'))

  expect(out).toEqual([{ state: 'ready', value: null }, true, 'asking', 1, 0])
  expect(scans).toHaveLength(1)
})

test('a phone that says where it stands learns by the answer that it was signed out', async () => {
  const { me, wasSignedOut } = await atTheDoor()

  isSignedIn = false
  await vi.advanceTimersByTimeAsync(30_000)

  expect([me.value, wasSignedOut.value]).toEqual([{ state: 'ready', value: null }, true])
})

test('a scan that waits is not sent in the name of somebody else', async () => {
  const { read, desk, loadMe } = await atTheDoor()
  isSignedIn = false
  await read('7K3M9P2QX4V8T1RA')

  isSignedIn = true
  const mine = ANSWERS['/api/v1/me']
  ANSWERS['/api/v1/me'] = { email: 'somebody.else@example.org', name: '' }
  await loadMe()
  await vi.advanceTimersByTimeAsync(5_000)
  ANSWERS['/api/v1/me'] = mine

  expect([desk.value.kind, scans.length]).toEqual(['ready', 0])
})
