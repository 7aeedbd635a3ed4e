import { expect, test } from 'vitest'

import { leadOf } from '../src/rules/look'
import type { Result, Why } from '../src/rules/nouns'
import type { Kind, Outcome } from '../src/rules/reasons'

const FULL = why('capacity_reached', 'restriction')
const LATE = why('outside_scan_window', 'restriction')
const ELSEWHERE = why('inside_elsewhere', 'notice')
const INSIDE = why('already_inside', 'notice')
const NOT_INSIDE = why('not_inside', 'notice')

function why(code: string, kind: Kind): Why {
  return { code, kind, message: '', params: {} }
}

function decided(outcome: Outcome, ...reasons: Why[]): Result {
  return {
    id: '', seq: 1, outcome, reasons, overrode: [], attendee: null, may_override: false, note_required: false, conflict: false, undone: false,
    tally: { registered: 0, attended: 0, inside: 0, overridden: 0, refused: 0, capacity: null },
  }
}

test('a refusal is headed by its first reason', () => {
  expect(leadOf(decided('refused', FULL, LATE))).toBe(FULL)
})

test('who is in already is told so, whatever restrictions the session has', () => {
  expect(leadOf(decided('repeated', FULL, LATE, ELSEWHERE, INSIDE))).toBe(INSIDE)
})

test('who goes out without having come in is told so, whatever else is said', () => {
  expect(leadOf(decided('repeated', LATE, NOT_INSIDE))).toBe(NOT_INSIDE)
})

test('a repetition without its reason is headed by no restriction', () => {
  expect(leadOf(decided('repeated', FULL))).toBe(null)
})

test('who is let in or goes out is welcomed, not reasoned with', () => {
  expect([leadOf(decided('admitted', ELSEWHERE)), leadOf(decided('left', LATE))]).toEqual([null, null])
})
