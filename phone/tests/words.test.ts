import { expect, test } from 'vitest'

import { words } from '../src/words'

test('what somebody attended is told in numbers with their nouns', () => {
  expect([words.attendedTotal(0, 0), words.attendedTotal(1, 0), words.attendedTotal(1_200, 54_000)]).toEqual([
    '0 sessions, 0 min', '1 session, 0 min', '1,200 sessions, 54,000 min',
  ])
})

test('the toolkit says how many sessions are on', () => {
  expect([words.sessionsTileLead(1), words.sessionsTileLead(4)]).toEqual(['1 session now', '4 sessions now'])
})
