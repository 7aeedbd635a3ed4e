import { expect, test } from 'vitest'

import { effective, type Contact, type Reading } from '../src/rules/clock'

const NINE = Date.parse('2026-02-01T09:00:00Z')
const SECOND = 1_000
const HOUR = 3_600 * SECOND

/** A phone whose clock is wrong by so much, at so many seconds after nine. */
function reading(seconds: number, wrongBy = 0, life = 'a', asleep = 0): Reading {
  const passed = seconds * SECOND
  return { wall: NINE + passed + wrongBy, mono: passed - asleep, life }
}

function contact(seconds: number, wrongBy = 0, life = 'a', asleep = 0): Contact {
  return { ...reading(seconds, wrongBy, life, asleep), server: NINE + seconds * SECOND }
}

const at = (seconds: number, isDoubtful = false): object => ({ at: NINE + seconds * SECOND, doubtful: isDoubtful })

test('a phone that is wrong by hours tells the right time', () => {
  expect(effective(reading(60, -2 * HOUR), contact(0, -2 * HOUR), contact(90, -2 * HOUR))).toEqual(at(60))
})

test('a phone that had contact only afterwards tells the right time', () => {
  expect(effective(reading(60, HOUR), null, contact(90, HOUR))).toEqual(at(60))
})

test('a clock that was set anew after the scan is found out by counting', () => {
  expect(effective(reading(60, HOUR), contact(0, HOUR), contact(90, 0))).toEqual(at(60))
})

test('a clock that was set anew before the scan is found out by counting', () => {
  expect(effective(reading(60, 0), contact(0, HOUR), contact(90, 0))).toEqual(at(60))
})

test('a phone that slept in between tells the right time by its wall clock', () => {
  const slept = 50 * SECOND
  expect(effective(reading(60, 0, 'a', slept), contact(0), contact(90, 0, 'a', slept))).toEqual(at(60))
})

test('a phone that was started anew in between keeps its offset', () => {
  expect(effective(reading(60, HOUR, 'b'), contact(0, HOUR, 'a'), contact(90, HOUR, 'c'))).toEqual(at(60))
})

test('a phone that was started anew and whose clock was set is doubtful, with the later offset', () => {
  expect(effective(reading(60, 0, 'b'), contact(0, HOUR, 'a'), contact(90, 0, 'c'))).toEqual(at(60, true))
})

test('a jump with only one contact is doubtful', () => {
  expect(effective(reading(60, HOUR), contact(0, 0), null)).toEqual({ at: NINE + HOUR + 60 * SECOND, doubtful: true })
})

test('a phone that never had contact tells what its clock showed', () => {
  expect(effective(reading(60), null, null)).toEqual(at(60))
})

test('a small drift between two contacts is no change of the clock', () => {
  expect(effective(reading(60, 500), contact(0, 500), contact(90, 900))).toEqual(at(60))
})

test('a phone that was started anew and had no contact since is doubtful', () => {
  expect(effective(reading(60, HOUR, 'b'), contact(0, HOUR, 'a'), null)).toEqual(at(60, true))
})
