import { expect, test, vi } from 'vitest'

import { ADA_INSIDE, phone, scan, shown, SLUG, world } from './limited_door'

test('the server’s word is shown where it comes in time, and nothing waits', async () => {
  const one = await phone()

  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['server', 'admitted', []], 0])
  expect(world.heard[0]?.[0]?.clock?.doubtful).toBe(false)
})

test('a phone whose server is slow decides by itself, and says so when it sends', async () => {
  world.seats = 2
  const one = await phone()
  world.delayMs = 5_000

  await scan(one, 'ADA')
  const before = shown(one)
  world.delayMs = 0
  await vi.advanceTimersByTimeAsync(6_000)

  const [first, second] = world.heard.map((scans) => scans[0])
  expect([before, one.mine.value.length]).toEqual([['phone', 'admitted', []], 0])
  expect([second?.instead_of, second?.told?.outcome, second?.id === first?.id]).toEqual([first?.id, 'admitted', false])
})

test('a phone without a network lets nobody in beyond the places that it was lent', async () => {
  world.seats = 1
  const one = await phone()
  world.isReached = false

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
  world.seats = 1
  const one = await phone()
  world.isReached = false

  await scan(one, 'ADA')
  await scan(one, 'ADA', { direction: 'out' })
  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test('whoever this phone lets out of a full room frees a place, by whichever door they came in', async () => {
  world.roster = ADA_INSIDE
  const one = await phone()
  world.isReached = false
  await scan(one, 'EVE')
  const full = shown(one)

  await turn('out')
  await scan(one, 'ADA')
  await turn('in')
  await scan(one, 'EVE')
  const next = shown(one)
  await scan(one, 'ADA')

  expect([full, next, shown(one)]).toEqual([
    ['phone', 'refused', ['capacity_reached']],
    ['phone', 'admitted', []],
    ['phone', 'refused', ['capacity_reached']],
  ])
})

test('leaving a room that holds more than it may frees no place', async () => {
  world.roster = ADA_INSIDE
  world.beyond = 1
  const one = await phone()
  world.isReached = false

  await scan(one, 'ADA', { direction: 'out' })
  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'refused', ['capacity_reached']])
})

/** Turns the phone’s door round, and lets time pass. */
async function turn(direction: 'in' | 'out'): Promise<void> {
  const { face } = await import('../src/store/door')
  face('K', direction)
  await vi.advanceTimersByTimeAsync(60_000)
}

test.each([
  ['NOBODY', ['unknown_badge']],
  ['BEN', ['attendee_cancelled']],
  ['OLD', ['badge_revoked']],
])('the badge %s is refused without a network for %s', async (badge, reasons) => {
  world.seats = 4
  const one = await phone()
  world.isReached = false

  await scan(one, badge)

  expect(shown(one)).toEqual(['phone', 'refused', reasons])
})

test('a replaced badge is refused at once, and the server hears of it', async () => {
  world.seats = 4
  const one = await phone()

  await scan(one, 'OLD')

  expect(shown(one)).toEqual(['server', 'refused', ['badge_revoked']])
  expect(world.heard.flat().map((sent) => sent.told?.outcome)).toEqual(['refused'])
})

test('the same person again is inside already, also without a network', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false

  await scan(one, 'ADA')
  await vi.advanceTimersByTimeAsync(10_000)
  await scan(one, 'ADA')

  expect(shown(one)).toEqual(['phone', 'repeated', ['already_inside']])
})

test('what one act repeats within seconds is no second scan', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false

  await scan(one, 'ADA')
  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['phone', 'admitted', []], 1])
})

test('a phone asks nobody out of turn: what was told before is sent first', async () => {
  world.seats = 4
  const one = await phone()
  world.delayMs = 5_000
  await scan(one, 'ADA')
  const { isCutOff } = await import('../src/store/timing')
  isCutOff.value = false

  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test('a phone that looks somebody up without a network has its places still when it comes back', async () => {
  world.seats = 2
  const one = await phone()
  const { route } = await import('../src/store/route')
  world.isReached = false
  await scan(one, 'ADA')

  route.value = { screen: 'find', slug: SLUG, code: 'K' }
  await vi.advanceTimersByTimeAsync(40_000)
  route.value = { screen: 'scan', slug: SLUG, code: 'K' }
  await scan(one, 'EVE')

  expect(shown(one)).toEqual(['phone', 'admitted', []])
})

test('a phone without a network goes from one verdict to the next', async () => {
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  const kinds: string[] = []
  const stop = one.desk.desk.subscribe((open) => void kinds.push(open.kind))

  await scan(one, 'EVE')
  stop()

  expect(kinds).toEqual(['decided', 'decided'])
})

test('a profile without a network tells of the scans of this phone too', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  const { loadProfile, profile } = await import('../src/store/people')

  await loadProfile(SLUG, 41)

  const told = profile.value.state === 'ready' ? profile.value.value.sessions : []
  expect(told.map((session) => [session.code, session.attended, session.inside])).toEqual([['K', true, true]])
})
