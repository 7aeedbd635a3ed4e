import { execFileSync } from 'node:child_process'

import { expect, test } from 'vitest'

import { judge, TABLE, type Elsewhere, type Facts } from '../src/rules/judge'
import { REASONS } from '../src/rules/reasons'
import { after, type Pass, type Stay } from '../src/rules/stays'
import { factsOf, RULES } from './contract'
import { Chance } from './chance'

const ROOT = new URL('../..', import.meta.url)
const CASES = 100_000
const WALKS = 5_000

test.each(RULES.cases)('$name', ({ facts, override, verdict }) => {
  expect(judge(factsOf(facts), override)).toEqual(verdict)
})

test.each(['in', 'out'] as const)('the table of the way %s is the contract’s', (direction) => {
  const settings: Elsewhere[] = ['move', 'ask', 'refuse', 'allow']
  const ours = TABLE[direction].map(({ reason, kind }) => {
    const kinds = settings.map((elsewhere) => [elsewhere, kind(factsOf({ elsewhere }))] as const)
    const isOne = new Set(kinds.map(([, one]) => one)).size === 1
    return { reason, kind: isOne ? kinds[0]?.[1] : { elsewhere: Object.fromEntries(kinds) } }
  })

  expect(ours).toEqual(RULES.table[direction])
})

/** What the server's rules say of these lines; each is one question, and one answer. */
function asked(what: 'verdicts' | 'stays', questions: unknown[]): unknown[] {
  const said = execFileSync('.venv/bin/python', ['-m', 'tests.rules.twin', what], {
    cwd: ROOT, input: questions.map((one) => JSON.stringify(one)).join('\n'), maxBuffer: 2 ** 30,
  })
  return said.toString().trim().split('\n').map((line): unknown => JSON.parse(line))
}

const SEED = Number(process.env['USHER_SEED'] ?? 1)

test(`the server decides as the phone in ${CASES} cases of chance (seed ${SEED})`, { timeout: 120_000 }, () => {
  const chance = new Chance(SEED)
  const questions = Array.from({ length: CASES }, () => ({ facts: someFacts(chance), override: someOverride(chance) }))

  const ours = questions.map(({ facts, override }) => judge(facts, override))

  const theirs = asked('verdicts', questions)
  const differing = questions.filter((_, index) => JSON.stringify(ours[index]) !== JSON.stringify(theirs[index]))
  expect(differing.slice(0, 3)).toEqual([])
  expect(new Set(ours.map((one) => one.outcome)).size).toBe(4)
  expect(new Set(ours.flatMap((one) => one.reasons.map(([reason]) => reason))).size).toBe(REASONS.length)
})

test(`the server folds stays as the phone in ${WALKS} walks of chance (seed ${SEED})`, { timeout: 120_000 }, () => {
  const chance = new Chance(SEED)
  const walks = Array.from({ length: WALKS }, () => Array.from({ length: chance.below(9) }, (_, key) => somePass(chance, key)))

  const ours = walks.map((passes) => inOrder(after([], passes)))

  const theirs = asked('stays', walks)
  expect(walks.filter((_, index) => JSON.stringify(ours[index]) !== JSON.stringify(theirs[index])).slice(0, 3)).toEqual([])
})

function someFacts(chance: Chance): Facts {
  const rarely = (): boolean => chance.below(8) === 0
  return {
    direction: chance.one(['in', 'out']),
    at: chance.below(10),
    known: !rarely(),
    other_event: rarely(),
    forged: rarely(),
    revoked: rarely(),
    attendee_cancelled: rarely(),
    session_cancelled: rarely(),
    level: chance.one([null, '1', '2']),
    levels: chance.one([[], [], ['1'], ['1', '2']]),
    validate_registrants: chance.below(2) === 0,
    registrant: chance.below(2) === 0,
    let_in_before: chance.below(3) === 0,
    capacity: chance.one([null, 0, 1, 3]),
    count: chance.below(5),
    opens_at: chance.one([null, 2, 5]),
    closes_at: chance.one([null, 7, 9]),
    inside: chance.below(3) === 0,
    inside_elsewhere: chance.below(3) === 0,
    elsewhere: chance.one(['move', 'ask', 'refuse', 'allow']),
    not_overridable: chance.one([[], [], ['capacity_reached'], ['not_on_schedule', 'inside_elsewhere']]),
  }
}

function someOverride(chance: Chance): { reasons: string[]; permitted: boolean } | null {
  if (chance.below(2) === 0) return null
  return { reasons: REASONS.filter(() => chance.below(2) === 0), permitted: chance.below(4) > 0 }
}

function somePass(chance: Chance, key: number): Pass {
  const direction = chance.one(['in', 'out'] as const)
  return { at: chance.below(5), key: `${key}`, session: chance.below(3), direction, moves: chance.below(2) === 0 }
}

function inOrder(stays: Stay[]): [number, number, number | null][] {
  return stays
    .map((stay): [number, number, number | null] => [stay.session, stay.entered, stay.left])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] ?? Infinity) - (b[2] ?? Infinity) || 0)
}
