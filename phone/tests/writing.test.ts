import { afterEach, expect, test, vi } from 'vitest'

import { phone, scan, shown, world } from './limited_door'

const DISK_MS = 3_000

/** A phone whose disk takes long to write what waits for the server. */
async function withSlowDisk() {
  const one = await phone()
  const { Table } = await import('../src/store/database')
  const { change } = Table.prototype
  vi.spyOn(Table.prototype, 'change').mockImplementation(async function (this: InstanceType<typeof Table>, ...asked) {
    const [written] = asked
    if (written.some(([key]) => key !== 'lease' && key !== 'clock')) {
      await new Promise((resolve) => setTimeout(resolve, DISK_MS))
    }
    return change.apply(this, asked)
  })
  return one
}

afterEach(() => vi.restoreAllMocks())

test('what the server has written is told before this phone has, and is sent once', async () => {
  const one = await withSlowDisk()
  one.lease.value = null

  await scan(one, 'ADA')
  const told = shown(one)
  await vi.advanceTimersByTimeAsync(2 * DISK_MS)

  expect([told, one.mine.value]).toEqual([['server', 'admitted', []], []])
  expect(world.heard.flat().map((sent) => sent.badge)).toEqual(['ADA'])
})

test('a phone that was lent places writes down that it asks before it asks', async () => {
  world.seats = 2
  const one = await withSlowDisk()

  void one.desk.read('ADA')
  await vi.advanceTimersByTimeAsync(DISK_MS - 100)
  const before = world.heard.length
  await vi.advanceTimersByTimeAsync(200)

  expect([before, world.heard.length, shown(one)]).toEqual([0, 1, ['server', 'admitted', []]])
})

test('a phone tells nothing by its own word before its disk has it', async () => {
  const one = await withSlowDisk()
  one.lease.value = null
  world.isReached = false

  void one.desk.read('NOBODY')
  await vi.advanceTimersByTimeAsync(2 * DISK_MS - 100)
  const before = shown(one)
  await vi.advanceTimersByTimeAsync(200)

  expect([before, shown(one)]).toEqual([['asking'], ['phone', 'refused', ['unknown_badge']]])
})

test('what the server would not take is forgotten, however late it was written', async () => {
  const one = await withSlowDisk()
  one.lease.value = null
  world.denies = true

  void one.desk.read('ADA')
  await vi.advanceTimersByTimeAsync(2 * DISK_MS)

  expect([shown(one), one.mine.value]).toEqual([['fault'], []])
})

test('that an answer is waited for is said only where there is time to read it', async () => {
  const one = await phone()
  world.delayMs = 500
  const kinds: string[] = []

  void one.desk.read('ADA')
  for (let passed = 0; passed < 6; passed += 1) {
    await vi.advanceTimersByTimeAsync(100)
    kinds.push(one.desk.desk.value.kind)
  }

  expect(kinds).toEqual(['ready', 'asking', 'asking', 'asking', 'decided', 'decided'])
})

test('a scan that the server is asked about is not said to wait', async () => {
  const one = await phone()
  const { waiting } = one.desk
  const said: number[] = []
  const stop = waiting.subscribe((count) => void said.push(count))

  await scan(one, 'ADA')
  stop()

  expect([said, shown(one)]).toEqual([[0], ['server', 'admitted', []]])
})
