import { expect, test } from 'vitest'

import type { Session } from '../src/rules/nouns'
import { dayIn, matching, programme } from '../src/rules/programme'

const ZONE = 'Europe/Brussels'
const NOON = new Date('2026-01-31T12:00:00+01:00')

function sessionAt(starts: string, ends: string, more: Partial<Session> = {}): Session {
  return {
    code: starts, title: 'A talk', room: 'Janson', track: '', starts_at: starts, ends_at: ends, cancelled_at: null,
    restrictions: {
      validate_registrants: false, capacity: null, levels: [], opens_at: null, closes_in_at: null, closes_out_at: null,
    },
    tally: { registered: 0, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: null },
    ...more,
  }
}

function today(from: string, to: string): Session {
  return sessionAt(`2026-01-31T${from}:00+01:00`, `2026-01-31T${to}:00+01:00`)
}

function headings(sessions: Session[], now = NOON): string[] {
  return programme(sessions, ZONE, now).map((group) => (group.heading === 'day' ? group.day : group.heading))
}

test('sessions are grouped as staff look for them', () => {
  const sessions = [
    sessionAt('2026-02-01T09:00:00+01:00', '2026-02-01T10:00:00+01:00'),
    sessionAt('2026-01-30T09:00:00+01:00', '2026-01-30T10:00:00+01:00'),
    today('15:00', '16:00'),
    today('09:00', '10:00'),
    today('12:30', '13:00'),
    today('11:30', '12:30'),
  ]

  expect(headings(sessions)).toEqual(['now', 'next', 'later', 'earlier', '2026-02-01', '2026-01-30'])
})

test('a session is now from its first minute until its end', () => {
  expect(headings([today('12:00', '13:00')])).toEqual(['now'])
  expect(headings([today('11:00', '12:00')])).toEqual(['earlier'])
})

test('when the next hour is empty, whatever starts first is next', () => {
  const groups = programme([today('17:00', '18:00'), today('15:00', '16:00')], ZONE, NOON)

  expect(groups.map((group) => [group.heading, group.sessions.length])).toEqual([['next', 1], ['later', 1]])
})

test('a session over midnight is still now after midnight', () => {
  const night = sessionAt('2026-01-31T23:00:00+01:00', '2026-02-01T02:00:00+01:00')

  expect(headings([night], new Date('2026-02-01T01:00:00+01:00'))).toEqual(['now'])
})

test('the day is the one of the event, not of the phone', () => {
  expect(dayIn('Asia/Kathmandu', new Date('2026-01-31T20:00:00Z'))).toBe('2026-02-01')
})

test('a search finds title, room and code, whatever the accents', () => {
  const zoe = sessionAt('a', 'b', { code: 'K1105', title: 'Zoë’s hour', room: 'H.2213' })

  expect(['zoe', 'ZOË h.22', 'k1105', 'janson'].map((text) => matching([zoe], text).length)).toEqual([1, 1, 1, 0])
})
