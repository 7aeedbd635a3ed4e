import { expect, test } from 'vitest'

import { Bursts } from '../src/camera/burst'

const CODE = 'AB1CD2EF3GH4JK5M'

/** What comes of typing a text at a pace and ending it with a key. */
function typed(text: string, gap: number, end = 'Enter', endGap = gap): string | null {
  const bursts = new Bursts()
  let at = 1_000
  for (const key of text) bursts.press(key, (at += gap))
  return bursts.press(end, at + endGap)?.text ?? null
}

test('a scanner that types is recognised by its pace', () => {
  expect(typed(CODE, 8)).toBe(CODE)
})

test('a scanner that types all at once is recognised', () => {
  expect(typed(CODE, 0)).toBe(CODE)
})

test('a scanner may end with the tab key', () => {
  expect(typed(CODE, 8, 'Tab')).toBe(CODE)
})

test('a person who types the same code is not a scanner', () => {
  expect(typed(CODE, 120)).toBe(null)
})

test('a few quick letters are not a badge', () => {
  expect(typed('ABCDE', 8)).toBe(null)
})

test('somebody who presses enter later did not scan', () => {
  expect(typed(CODE, 8, 'Enter', 900)).toBe(null)
})

test('letters typed long before belong to no badge', () => {
  const bursts = new Bursts()
  bursts.press('x', 0)
  let at = 2_000
  for (const key of CODE) bursts.press(key, (at += 10))

  expect(bursts.press('Enter', at + 10)?.text).toBe(CODE)
})

test('shift between the letters does not break a badge', () => {
  const bursts = new Bursts()
  let at = 0
  for (const key of CODE) {
    bursts.press('Shift', (at += 5))
    bursts.press(key, (at += 5))
  }

  expect(bursts.press('Enter', at + 5)?.text).toBe(CODE)
})

test('two badges in a row are two badges', () => {
  const bursts = new Bursts()
  const read = ['FIRST-BADGE', 'OTHER-BADGE'].map((code, round) => {
    let at = round * 500
    for (const key of code) bursts.press(key, (at += 10))
    return bursts.press('Enter', at + 10)?.text
  })

  expect(read).toEqual(['FIRST-BADGE', 'OTHER-BADGE'])
})
