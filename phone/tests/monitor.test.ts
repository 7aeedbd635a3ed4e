import { expect, test } from 'vitest'

import { courseOf, may, type Word } from '../src/rules/monitor'
import { SAID, type SessionTimes } from '../src/rules/nouns'

const TIMES: SessionTimes = {
  starts_at: '2026-02-01T09:00:00Z', ends_at: '2026-02-01T10:00:00Z', started_at: null, ended_at: null,
  breaks: [], on_break_since: null, attested_at: null, said: [],
}

function at(minute: number): string {
  return `2026-02-01T09:${String(minute).padStart(2, '0')}:00Z`
}

function said(...what: Word['what'][]): Word[] {
  return what.map((one, index) => ({ what: one, at: at(index) }))
}

const possible = (times: SessionTimes | null, words: Word[]) => SAID.filter((what) => may(courseOf(times, words), what))

test.each([
  [said(), ['started', 'head_count']],
  [said('started'), ['break_began', 'ended', 'head_count']],
  [said('started', 'break_began'), ['break_ended', 'ended', 'head_count']],
  [said('started', 'break_began', 'break_ended'), ['break_began', 'ended', 'head_count']],
  [said('started', 'ended'), ['head_count', 'attested']],
] as const)('after %j can be said %j', (words, expected) => {
  expect(possible(null, [...words])).toEqual(expected)
})

test('what waits follows what the server told', () => {
  const heard = { ...TIMES, started_at: at(4), breaks: [{ began_at: at(10), ended_at: at(15) }] }

  const course = courseOf(heard, [{ what: 'break_began', at: at(30) }, { what: 'ended', at: at(50) }])

  expect([course.startedAt, course.endedAt, course.onBreakSince]).toEqual([at(4), at(50), null])
  // A break that is on ends with the session.
  expect(course.breaks).toEqual([{ began_at: at(10), ended_at: at(15) }, { began_at: at(30), ended_at: at(50) }])
})

test('what contradicts the record changes nothing here', () => {
  const course = courseOf({ ...TIMES, started_at: at(4) }, said('started', 'break_ended'))

  expect([course.startedAt, course.breaks]).toEqual([at(4), []])
})

test('a word that is heard of before its answer was read is not taken twice', () => {
  const course = courseOf({ ...TIMES, started_at: at(4), on_break_since: at(9) }, [{ what: 'break_began', at: at(9) }])

  expect([course.onBreakSince, course.breaks]).toEqual([at(9), []])
})
