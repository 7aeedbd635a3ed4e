import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { stayAwake } from '../src/feedback/wake'

/** A page that can be hidden and shown. */
class Page extends EventTarget {
  hidden = false

  show(isShown: boolean): Promise<void> {
    this.hidden = !isShown
    // The system drops every lock of a page that is hidden.
    if (this.hidden) for (const lock of locks) lock.released = true
    this.dispatchEvent(new Event('visibilitychange'))
    return settled()
  }
}

interface Lock {
  released: boolean
  release: () => Promise<void>
}

let page = new Page()
let locks: Lock[] = []

async function request(): Promise<Lock> {
  const lock: Lock = { released: false, release: async () => void (lock.released = true) }
  locks.push(lock)
  return lock
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function held(): number {
  return locks.filter((lock) => !lock.released).length
}

beforeEach(() => {
  page = new Page()
  locks = []
  vi.stubGlobal('document', page)
  vi.stubGlobal('navigator', { wakeLock: { request } })
})

afterEach(() => void vi.unstubAllGlobals())

test('the screen stays on while scanning, and may go off afterwards', async () => {
  const stop = stayAwake()
  await settled()
  const during = held()
  stop()
  await settled()

  expect([during, held()]).toEqual([1, 0])
})

test('the screen stays on again when the phone comes back from another app', async () => {
  stayAwake()
  await settled()

  await page.show(false)
  const away = held()
  await page.show(true)

  expect([away, held(), locks.length]).toEqual([0, 1, 2])
})

test('a lock that is held still is not asked for twice', async () => {
  stayAwake()
  page.dispatchEvent(new Event('visibilitychange'))
  await settled()
  await page.show(true)

  expect(locks.length).toBe(1)
})

test('once the door is left nothing is asked for any more', async () => {
  const stop = stayAwake()
  await settled()
  stop()
  await page.show(false)
  await page.show(true)

  expect([held(), locks.length]).toEqual([0, 1])
})

test('a lock that is granted after the door was left is given back', async () => {
  const stop = stayAwake()
  stop()
  await settled()

  expect([held(), locks.length]).toEqual([0, 1])
})

test('a phone that refuses to stay on scans all the same, and is asked again', async () => {
  let asked = 0
  vi.stubGlobal('navigator', { wakeLock: { request: () => Promise.reject(new Error(`low battery ${(asked += 1)}`)) } })
  stayAwake()
  await settled()
  await page.show(true)

  expect(asked).toBe(2)
})
