import { expect, test } from 'vitest'

import { Bursts, type Place } from '../src/camera/burst'

const CODE = 'AB1CD2EF3GH4JK5M'

/** What comes of typing a text into a field at a pace and ending it with a key. */
function typed(text: string, gap: number, end = 'Enter', endGap = gap): string | null {
  return typedAt('field', { text, gap, end, endGap })
}

interface Typed {
  text: string
  gap: number
  end: string
  endGap: number
}

function typedAt(place: Place, { text, gap, end, endGap }: Typed): string | null {
  const bursts = new Bursts()
  let at = 1_000
  for (const key of text) bursts.press(key, (at += gap), place)
  return bursts.press(end, at + endGap, place)?.text ?? null
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

test.each([8, 60, 150])('a scanner that takes %i ms a letter is recognised where nobody types', (gap) => {
  const read = ['Enter', 'Tab'].map((end) => typedAt('page', { text: CODE, gap, end, endGap: gap }))

  expect(read).toEqual([CODE, CODE])
})

test.each([[8, CODE], [60, null], [150, null]])('in a text field %i ms a letter gives %s', (gap, read) => {
  expect(typed(CODE, gap)).toBe(read)
})

test('keys pressed now and then on the page are no badge', () => {
  expect(typedAt('page', { text: CODE, gap: 250, end: 'Enter', endGap: 250 })).toBe(null)
})

test('a few quick letters are not a badge', () => {
  expect(typed('ABCDE', 8)).toBe(null)
})

test('somebody who presses enter later did not scan', () => {
  expect(typed(CODE, 8, 'Enter', 900)).toBe(null)
})

test('letters typed long before belong to no badge', () => {
  const bursts = new Bursts()
  bursts.press('x', 0, 'field')
  let at = 2_000
  for (const key of CODE) bursts.press(key, (at += 10), 'field')

  expect(bursts.press('Enter', at + 10, 'field')?.text).toBe(CODE)
})

test('shift between the letters does not break a badge', () => {
  const bursts = new Bursts()
  let at = 0
  for (const key of CODE) {
    bursts.press('Shift', (at += 5), 'field')
    bursts.press(key, (at += 5), 'field')
  }

  expect(bursts.press('Enter', at + 5, 'field')?.text).toBe(CODE)
})

test('two badges in a row are two badges', () => {
  const bursts = new Bursts()
  const read = ['FIRST-BADGE', 'OTHER-BADGE'].map((code, round) => {
    let at = round * 500
    for (const key of code) bursts.press(key, (at += 10), 'field')
    return bursts.press('Enter', at + 10, 'field')?.text
  })

  expect(read).toEqual(['FIRST-BADGE', 'OTHER-BADGE'])
})
