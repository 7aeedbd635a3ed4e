import { expect, test, vi } from 'vitest'

import { ADA_INSIDE, phone, ROSTER, scan, shown, SLUG, world } from './limited_door'

test('a phone without a network keeps what it told until it can be sent, oldest first', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  await scan(one, 'EVE')
  const waiting = one.mine.value.map((kept) => [kept.scan.badge, kept.scan.told?.outcome])
  world.heard = []

  world.isReached = true
  await vi.advanceTimersByTimeAsync(10_000)

  expect(waiting).toEqual([['ADA', 'admitted'], ['EVE', 'admitted']])
  expect(world.heard.flat().map((sent) => sent.badge)).toEqual(['ADA', 'EVE'])
  expect(one.mine.value).toEqual([])
})

test('a phone whose server has no room decides by itself, and sends when there is room, as it was asked', async () => {
  world.seats = 4
  const one = await phone()
  world.isFull = true
  await scan(one, 'ADA')
  const whileFull = [shown(one), one.mine.value.map((kept) => kept.scan.told?.outcome)]

  world.isFull = false
  await vi.advanceTimersByTimeAsync(60_000)

  expect(whileFull).toEqual([['phone', 'admitted', []], ['admitted']])
  expect(one.mine.value).toEqual([])
  expect(world.heard.at(-1)?.map((sent) => [sent.badge, sent.told?.outcome])).toEqual([['ADA', 'admitted']])
})

test('what another person left on this phone is neither seen nor sent nor lost', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  const { me } = await import('../src/store/account')
  const { outbox } = await import('../src/store/outbox')
  world.heard = []

  me.value = { state: 'ready', value: { email: 'omar@example.org', name: 'Omar' } }
  world.isReached = true
  await vi.advanceTimersByTimeAsync(10_000)
  const seen = [one.mine.value.length, world.heard.length, outbox.value.queue.size]
  me.value = { state: 'ready', value: { email: 'nadia@example.org', name: 'Nadia' } }
  await vi.advanceTimersByTimeAsync(10_000)

  expect([seen, world.heard.flat().map((sent) => sent.badge)]).toEqual([[0, 0, 1], ['ADA']])
})

test('a phone that was started anew without a network has what is left of the places it was lent', async () => {
  world.seats = 2
  const one = await phone()
  world.isReached = false
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

test('a place that somebody freed by leaving is still there when the phone was started anew without a network', async () => {
  world.roster = ADA_INSIDE
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA', { direction: 'out' })

  await openedAnew()
  const { loadLease, seatsAt } = await import('../src/store/lease')
  await loadLease()

  expect(seatsAt(SLUG, 'K')).toBe(1)
})

test('whoever signs in after another sees nothing of whom they let in', async () => {
  world.seats = 4
  const one = await phone()
  await scan(one, 'ADA')
  const { me } = await import('../src/store/account')

  me.value = { state: 'ready', value: { email: 'omar@example.org', name: 'Omar' } }

  expect([one.desk.last.value, shown(one)]).toEqual([null, ['ready']])
})

test('a place that is given away while its scan is written is said to be held', async () => {
  world.seats = 4
  await phone()
  const { asking, seatsAt, spend, writingDown } = await import('../src/store/lease')

  const written = writingDown(1)
  await spend(SLUG, 'K', 1)
  const meanwhile = asking(SLUG, 'K').unanswered + seatsAt(SLUG, 'K')
  written()

  expect([meanwhile, asking(SLUG, 'K').unanswered]).toEqual([4, 0])
})

test('a scan that met a phone signed out is sent once, by the screen that waits for it', async () => {
  const one = await phone()
  world.isSignedIn = false
  await scan(one, 'ADA')
  world.heard = []

  world.isSignedIn = true
  await (await import('../src/store/account')).loadMe()
  await vi.advanceTimersByTimeAsync(5_000)

  expect([world.heard.flat().length, shown(one), one.mine.value.length]).toEqual([1, ['server', 'admitted', []], 0])
})

test('somebody who signed out while the phone died keeps nobody there', async () => {
  await phone()
  const { keptTable } = await import('../src/store/database')
  const { eraseOver, markToErase } = await import('../src/store/roster')
  await markToErase('nadia@example.org', true)

  await eraseOver()

  expect((await keptTable.keys()).filter((key) => key.includes('nadia') && !key.startsWith('events'))).toEqual([])
})

test('the counts that were heard last are there when the app is opened anew without a network', async () => {
  world.seats = 4
  const one = await phone()
  await scan(one, 'ADA')
  await vi.advanceTimersByTimeAsync(2_000)

  await openedAnew()
  const { heardTally } = await import('../src/store/sessions')

  await vi.waitFor(() => expect(heardTally('K')?.inside).toBe(1))
})

test('whom the server let in just before the app was opened anew is known to be in without a network', async () => {
  const one = await phone()
  await one.desk.read('ADA')
  await vi.advanceTimersByTimeAsync(0)

  await openedAnew()
  await (await import('../src/store/uploading')).startUploading()
  const { heardTally } = await import('../src/store/sessions')
  await vi.waitFor(() => expect(heardTally('K')?.inside).toBe(1))
  const desk = await import('../src/store/desk')
  await desk.read('ADA', { direction: 'out' })

  const open = desk.desk.value
  expect(open.kind === 'decided' && [open.by, open.result.outcome, open.result.tally.inside]).toEqual(['phone', 'left', 0])
})

test('what was heard of a ledger in whose place a backup was put is forgotten', async () => {
  const one = await phone()
  await scan(one, 'ADA')
  const { heardTally } = await import('../src/store/sessions')
  const { refresh } = await import('../src/store/roster')
  const before = heardTally('K')?.inside
  world.roster = { ...ROSTER, epoch: 'b', seq: 0 }
  await refresh()
  world.isReached = false

  await scan(one, 'ADA', { direction: 'out' })

  expect([before, heardTally('K'), shown(one)]).toEqual([1, null, ['phone', 'repeated', ['not_inside']]])
})

test('a scan that the server will not take is not kept', async () => {
  const one = await phone()
  world.denies = true

  await scan(one, 'ADA')

  expect([shown(one), one.mine.value.length]).toEqual([['fault'], 0])
})

test('a queue stays where a sign-in has ended, and is sent after the next', async () => {
  world.seats = 4
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  world.heard = []
  world.isReached = true
  world.isSignedIn = false
  await vi.advanceTimersByTimeAsync(10_000)
  const { me, loadMe } = await import('../src/store/account')
  const before = [me.value, one.mine.value.length, world.heard.length]

  world.isSignedIn = true
  await loadMe()
  await vi.advanceTimersByTimeAsync(10_000)

  expect(before).toEqual([{ state: 'ready', value: null }, 0, 0])
  expect(world.heard.flat().map((sent) => sent.badge)).toEqual(['ADA'])
})

test('a phone without a network tries anew as time goes by, and not for each scan', async () => {
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  world.tried = 0

  for (const badge of ['EVE', 'BEN', 'OLD', 'NOBODY']) {
    await one.desk.read(badge)
    one.desk.next()
  }
  await vi.advanceTimersByTimeAsync(0)
  const meanwhile = world.tried
  await vi.advanceTimersByTimeAsync(5_000)

  expect([one.mine.value.length, meanwhile, world.tried > 0]).toEqual([5, 0, true])
})

test('a queue is sent as soon as an answer shows that there is contact again', async () => {
  const one = await phone()
  world.isReached = false
  for (let passed = 0; passed < 20; passed += 1) await scan(one, 'NOBODY')
  world.isReached = true
  world.heard = []

  await (await import('../src/store/roster')).refresh()
  await vi.advanceTimersByTimeAsync(0)

  expect([world.heard.flat().length, one.mine.value.length]).toEqual([20, 0])
})

/** The people whom a phone knows that is opened anew with what this one keeps, and no network. */
async function openedAnew(forget: string[] = []): Promise<(string | undefined)[]> {
  const { keptTable: before } = await import('../src/store/database')
  const kept = await Promise.all((await before.keys()).map(async (key) => [key, await before.get(key)] as const))
  world.isReached = false
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
  world.roster = { ...changed, version: '1.2.1', attendees: [[44, 'Zoe', '', null, null, [['ZOE', null]], [], [], '']], gone: [42] }
  await refresh()
  world.roster = { ...changed, version: '1.3.1', attendees: [[43, 'Eva', '', null, null, [['EVE', null]], [], [], '']] }
  await refresh()

  const all = await openedAnew()
  const whole = await openedAnew([`later roster nadia@example.org ${SLUG}`])

  expect([all, whole]).toEqual([['Ada', undefined, 'Eva', 'Zoe'], ['Ada', 'Ben', 'Eve', undefined]])
})
