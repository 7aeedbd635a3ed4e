import { expect, test } from 'vitest'

import { isEnough } from '../src/rules/search'

test.each([
  ['Ada', true],
  ['Ad', false],
  ['佐藤', true],
  ['佐', false],
  ['김민', true],
  ['さとう', true],
  ['李a', true],
  ['%%%', false],
  ['A. B', false],
  ['Zoe\u0301', true],
  ['e\u0301e\u0301', false],
  ['007', true],
])('whether “%s” is enough to search by: %s', (name, is) => {
  expect(isEnough(name)).toBe(is)
})
