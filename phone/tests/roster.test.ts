import { expect, test } from 'vitest'

import { Directory, joined, merged, type AttendeeRow, type Roster, type RosterAnswer } from '../src/rules/roster'
import { found } from '../src/rules/search'

const EVENT = {
  inside_elsewhere: 'move', not_overridable: [], note_required_on_override: false, repeat_seconds: 5,
  until: null, badge_event: '', keys: [],
} as const

function row(id: number, name: string, ...codes: string[]): AttendeeRow {
  return [id, name, '', null, null, codes.map((code) => [code, null]), [], [], '']
}

function answer(version: string, attendees: AttendeeRow[], gone: number[] = []): RosterAnswer {
  const event = { ...EVENT, not_overridable: [], keys: [] }
  return { version, epoch: 'a', seq: 1, at: '2026-02-01T09:00:00Z', event, full: false, programme: null, attendees, gone }
}

const KEPT: Roster = {
  ...answer('1', [row(1, 'Ada', 'A'), row(2, 'Ben', 'B'), row(3, 'Eve', 'E')]), levels: [], sessions: [],
}

/** The directory after these answers, one after the other. */
function after(...answers: RosterAnswer[]): Directory {
  return answers.reduce((known, next) => {
    const roster = merged(known.roster, next)
    if (roster === null) throw new Error('an answer that does not fit')
    return known.after(roster, next)
  }, new Directory(KEPT))
}

function byId(roster: Roster | null) {
  return { ...roster, attendees: roster?.attendees.toSorted((one, other) => one[0] - other[0]) }
}

const holders = (known: Directory, codes: string): (string | undefined)[] => [...codes].map((code) => known.holder(code)?.row[1])

test('whoever has no company is told from others by the domain of their address, also in a roster of before', () => {
  const known = after(answer('2', [[4, 'Fay', '', null, null, [], [], [], 'fay.example'], [5, 'Fay', 'Fjord', null, null, [], [], []]]))

  expect(found(known, 'fay', 9).map((one) => [one.company, one.email_domain])).toEqual([['', 'fay.example'], ['Fjord', '']])
})

test('a person who changed is found by the new badge, and not by one that is theirs no more', () => {
  const known = after(answer('2', [row(2, 'Benjamin', 'C')]))

  expect([holders(known, 'ABCE'), known.attendee(2)?.[1]]).toEqual([['Ada', undefined, 'Benjamin', 'Eve'], 'Benjamin'])
})

test('a badge that went over to somebody else is theirs, whoever is told first', () => {
  const one = after(answer('2', [row(1, 'Ada', 'B'), row(2, 'Ben')]))
  const other = after(answer('2', [row(2, 'Ben'), row(1, 'Ada', 'B')]))

  expect([holders(one, 'AB'), holders(other, 'AB')]).toEqual([[undefined, 'Ada'], [undefined, 'Ada']])
})

test('whoever is gone is not found by badge, number or name', () => {
  const known = after(answer('2', [], [3]))

  expect([known.holder('E'), known.attendee(3), found(known, 'eve', 5)]).toEqual([null, null, []])
})

test('whoever is new is found by name, and whoever has another name only by that', () => {
  const known = after(answer('2', [row(4, 'Zoë', 'Z'), row(2, 'Wim', 'B')]))
  const names = ['zoe', 'ben', 'wim'].map((text) => found(known, text, 5).map((one) => one.name))

  expect(names).toEqual([['Zoë'], [], ['Wim']])
})

test('what changed in two steps makes the same roster as what changed in one', () => {
  const first = answer('2', [row(2, 'Benjamin', 'C'), row(4, 'Zoë', 'Z')], [3])
  const second = answer('3', [row(3, 'Eve again', 'E'), row(4, 'Zora', 'Z')], [2])

  const inOne = merged(KEPT, joined(first, second))

  expect(byId(inOne)).toEqual(byId(after(first, second).roster))
  expect(inOne?.attendees.map(([, name]) => name)).toEqual(['Ada', 'Eve again', 'Zora'])
})
