import { expect, test } from 'vitest'

import { Sightings, sightingsAt, turnedTo } from '../src/camera/sightings'

const FRAME_MS = 33

/** Shows each text for some frames, one after the other, and says what was read. */
function shown(...views: [text: string | null, frames: number][]): string[] {
  const sightings = new Sightings()
  const read: string[] = []
  let at = 0
  for (const [text, frames] of views) {
    for (let frame = 0; frame < frames; frame += 1) {
      const badge = sightings.see(text, (at += FRAME_MS))
      if (badge !== null) read.push(badge)
    }
  }
  return read
}

test('a badge that is held in view is read once', () => {
  expect(shown(['A', 200])).toEqual(['A'])
})

test('a foreign code does not stop the reading', () => {
  const read = shown(['foreign', 20], ['A', 20], ['A', 20], ['B', 20], [null, 20], ['A', 20])

  expect(read).toEqual(['foreign', 'A', 'B', 'A'])
})

test('a badge that left and came back is read again', () => {
  expect(shown(['A', 30], [null, 10], ['A', 30])).toEqual(['A', 'A'])
})

test('one blurred frame does not make a badge new', () => {
  expect(shown(['A', 30], [null, 2], ['A', 30])).toEqual(['A'])
})

test('a badge is read again after two seconds without any frame', () => {
  const sightings = new Sightings()
  sightings.see('A', 0)

  expect([sightings.see('A', 1_900), sightings.see('A', 4_000)]).toEqual([null, 'A'])
})

test('a badge that comes while the phone is busy is read when it is free', () => {
  const sightings = new Sightings()
  sightings.see('A', 0)
  sightings.glimpse('B', 100)

  expect(sightings.see('B', 200)).toBe('B')
})

test('a badge held while its own answer is awaited is not read twice', () => {
  const sightings = new Sightings()
  sightings.see('A', 0)
  for (let at = 100; at < 6_000; at += 100) sightings.glimpse('A', at)

  expect(sightings.see('A', 6_000)).toBe(null)
})

/** Shows A at a door, opens another screen, comes back through a door, and says whether A is read again. */
function readAgain(back: { door: string; awayFor: number; blurred?: number; leftBefore?: boolean }): string | null {
  const before = sightingsAt('first')
  let at = 10_000
  before.see('A', at)
  if (back.leftBefore) for (let frame = 0; frame < 20; frame += 1) before.see(null, (at += FRAME_MS))
  at += back.awayFor
  const after = sightingsAt(back.door)
  for (let frame = 0; frame < (back.blurred ?? 0); frame += 1) after.see(null, (at += FRAME_MS))
  const read = after.see('A', (at += FRAME_MS))
  sightingsAt('none')
  return read
}

test('a badge still in view after a look at the profile is not read again', () => {
  expect(readAgain({ door: 'first', awayFor: 20_000 })).toBe(null)
})

test('it is not read again either when the camera first needs to focus', () => {
  expect(readAgain({ door: 'first', awayFor: 20_000, blurred: 30 })).toBe(null)
})

test('a badge that comes back a while after the profile was closed is read again', () => {
  expect(readAgain({ door: 'first', awayFor: 20_000, blurred: 60 })).toBe('A')
})

test('a badge that had left before the profile was opened is read again', () => {
  expect(readAgain({ door: 'first', awayFor: 5_000, leftBefore: true })).toBe('A')
})

test('a badge is read again when the phone comes back after minutes', () => {
  expect(readAgain({ door: 'first', awayFor: 300_000 })).toBe('A')
})

test('the same badge at another door is read', () => {
  expect(readAgain({ door: 'second', awayFor: 1_000 })).toBe('A')
})

test('after a look at the profile a badge that leaves and comes back is read again', () => {
  const before = sightingsAt('first')
  before.see('A', 0)
  const after = sightingsAt('first')
  after.see('A', 9_000)
  for (let at = 9_033; at < 9_500; at += FRAME_MS) after.see(null, at)

  expect(after.see('A', 9_500)).toBe('A')
})

test('a badge that was held while the door was turned round is not read again after a profile', () => {
  const before = sightingsAt('hall in')
  before.see('A', 0)
  turnedTo('hall out')

  expect([before.see('A', 100), sightingsAt('hall out').see('A', 9_000)]).toEqual([null, null])
})
