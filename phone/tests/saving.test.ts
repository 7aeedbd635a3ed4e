import { readFileSync } from 'node:fs'

import { beforeAll, expect, test, vi } from 'vitest'

import type { Scan } from '../src/rules/nouns'
import type { Waiting } from '../src/store/outbox'

const CONTRACT = readFileSync(new URL('../../contract/saved_scans.json', import.meta.url), 'utf8')

beforeAll(() => {
  process.env['TZ'] = 'UTC'
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('navigator', { languages: [] })
})

/** A scan as it waits on the phone: without the time, which is made when it is sent. */
function waiting(door: string, { scanned_at, clock: _, ...scan }: Scan): Waiting {
  const reading = { wall: Date.parse(scanned_at), mono: 0, life: 'first' }
  return {
    place: 0, owner: 'nadia@example.org', slug: 'garden-days', door, scan, reading,
    contact: null, effect: null, problem: '',
  }
}

test('the queue is saved in the form that usher import_scans takes', async () => {
  const { savedScans } = await import('../src/store/saving')
  const { account, saved_at, events } = JSON.parse(CONTRACT)
  const doors: { door: string; scans: Scan[] }[] = events[0].doors
  const queue = doors.flatMap(({ door, scans }) => scans.map((scan) => waiting(door, scan)))

  const saved = savedScans(queue, account, new Date(saved_at))

  expect(JSON.stringify(saved, null, 1) + '\n').toBe(CONTRACT)
})
