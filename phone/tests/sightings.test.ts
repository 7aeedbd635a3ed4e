import { expect, test } from 'vitest'

import { Sightings } from '../src/camera/sightings'

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
