import { expect, test, vi } from 'vitest'

import { phone, scan, shown, SLUG, world, type Phone } from './limited_door'

async function undo(one: Phone): Promise<void> {
  const open = one.desk.desk.value
  if (open.kind !== 'decided') throw new Error('Nothing is shown that could be undone.')
  await (await import('../src/store/undoing')).undo(open)
}

function undoOf(one: Phone) {
  const open = one.desk.desk.value
  return open.kind === 'decided' ? [open.undo, open.problem, open.result.tally.inside] : open.kind
}

test('a scan that was decided without a network is undone without one, and its place is free again', async () => {
  world.seats = 1
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')

  await undo(one)
  const undone = undoOf(one)
  await scan(one, 'EVE')

  expect([undone, shown(one)]).toEqual([['done', '', 0], ['phone', 'admitted', []]])
})

test('an undo goes with its scan, and says when it was', async () => {
  world.seats = 1
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  await undo(one)
  world.heard = []

  world.isReached = true
  await vi.advanceTimersByTimeAsync(10_000)

  const [sent] = world.heard.flat()
  const between = Date.parse(sent?.undone?.at ?? '') - Date.parse(sent?.scanned_at ?? '')
  expect([world.heard.flat().length, sent?.told?.outcome, between, one.mine.value.length]).toEqual([1, 'admitted', 1_000, 0])
})

test('a scan that was being sent when it was undone is sent once more with its undo', async () => {
  world.seats = 1
  const one = await phone()
  world.isReached = false
  await scan(one, 'ADA')
  world.isReached = true
  world.delayMs = 3_000
  world.heard = []
  await vi.waitFor(() => expect(world.heard.length).toBe(1), { timeout: 10_000 })

  await undo(one)
  await vi.advanceTimersByTimeAsync(10_000)

  const sent = world.heard.flat()
  expect([sent.map((each) => each.undone !== undefined), new Set(sent.map((each) => each.id)).size, one.mine.value.length])
    .toEqual([[false, true], 1, 0])
})

test('what the record says against what was told stands where scans wait, until it is put away', async () => {
  world.seats = 1
  const one = await phone()
  const { contradictions, dismiss } = await import('../src/store/contradictions')
  world.isReached = false
  await scan(one, 'ADA')
  world.isReached = true
  world.conflict = true
  await vi.advanceTimersByTimeAsync(10_000)
  const told = contradictions.value.map((each) => [each.slug, each.session, each.name, each.what])

  dismiss(contradictions.value[0]?.id ?? '')

  expect([told, contradictions.value]).toEqual([[[SLUG, 'K', 'Ada', 'let_in']], []])
})

test('a phone that is lent nothing though places are free asks again within seconds', async () => {
  const one = await phone()
  world.seats = 3

  await vi.advanceTimersByTimeAsync(4_000)

  expect(one.lease.value?.seats).toBe(3)
})

test('pressing to send says whether it went', async () => {
  world.seats = 1
  const one = await phone()
  const { pressed, sendNow } = await import('../src/store/pressing')
  world.isReached = false
  await scan(one, 'ADA')

  sendNow()
  await vi.advanceTimersByTimeAsync(6_000)
  const without = pressed.value
  world.isReached = true
  sendNow()
  await vi.advanceTimersByTimeAsync(2_000)

  expect([without, pressed.value]).toEqual(['unsent', 'sent'])
})
