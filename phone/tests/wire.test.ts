import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import type { Params } from '../src/rules/nouns'
import { REASONS } from '../src/rules/reasons'
import type { Shape } from '../src/sync/shape'
import * as wire from '../src/sync/wire'
import { say } from '../src/words/reasons'
import * as shape from '../src/sync/shape'

interface Example {
  name: string
  request: { method: string; path: string; body: unknown }
  status: number
  answer: unknown
}

const example = shape.object<Example>({
  name: shape.text,
  request: shape.object({ method: shape.text, path: shape.text, body: shape.missable(shape.record) }),
  status: shape.number,
  answer: shape.record,
})

const contract = shape.object({
  reasons: shape.list(wire.why),
  live: shape.object({ data: wire.tallies }),
  examples: shape.list(example),
})(JSON.parse(readFileSync(new URL('../../contract/wire.json', import.meta.url), 'utf8')), 'wire.json')

const ADDRESSES: [pattern: RegExp, reader: Shape<unknown>][] = [
  [/^GET \/api\/v1\/me$/, wire.me],
  [/^GET \/api\/v1\/events$/, wire.events],
  [/\/sessions$/, wire.sessions],
  [/\/sessions\/\w+$/, wire.session],
  [/^GET .*\/attestations$/, wire.sessionTimes],
  [/^POST .*\/attestations$/, wire.attested],
  [/\/attendees\?/, wire.attendees],
  [/\/attendees\/\d+$/, wire.profile],
  [/\/scans$/, wire.results],
  [/\/voids$/, wire.undone],
  [/\/doors\/\w+$/, wire.door],
  [/\/roster(\?.*)?$/, wire.roster],
]

function readerOf({ request, status }: Example): Shape<unknown> {
  if (status >= 400) return wire.problem
  const address = `${request.method} ${request.path}`
  const reader = ADDRESSES.find(([pattern]) => pattern.test(address))?.[1]
  if (reader === undefined) throw new Error(`The phone reads no answer of ${address}.`)
  return reader
}

test.each(contract.examples)('the phone reads the answer: $name', (one) => {
  expect(readerOf(one)(one.answer, one.name)).toBeTypeOf('object')
})

test('the phone knows the reasons of the contract, in its order', () => {
  expect(contract.reasons.map((why) => why.code)).toEqual([...REASONS])
})

test.each(contract.reasons)('$code is told in words of its own', (why) => {
  const said = say(why, 'Europe/Brussels', 'here')

  expect(said.headline.length).toBeGreaterThan(3)
  expect(said.headline.length).toBeLessThan(20)
  expect(`${said.headline} ${said.sentence}`).not.toMatch(/undefined|null|NaN|Invalid/)
})

test('the words carry what the server said', () => {
  const sentences = Object.fromEntries(
    contract.reasons.map((why) => [why.code, say(why, 'Europe/Brussels', 'q8w2e4r6:K1105:in').sentence]),
  )

  expect(sentences['capacity_reached']).toBe('100 of 100 places are taken.')
  expect(sentences['level_not_included']).toBe('“Expo only” does not include this session. It takes Member or Speaker.')
  expect(sentences['already_inside']).toBe('Scanned in at 09:02, at this door.')
  expect(sentences['outside_scan_window']).toBe('Scanning is open from 09:00 to 10:10.')
  expect(sentences['inside_elsewhere']).toBe('Still inside Live coding hardware, since 08:40.')
  expect(sentences['badge_revoked']).toBe('This badge was replaced on 31 January at 16:40. Ask for the new one.')
})

test('a badge that is in already is told with its time, and at which door as people know it', () => {
  const told = (params: Params, here: string) =>
    say({ code: 'already_inside', kind: 'notice', message: '', params }, 'Europe/Brussels', here).brief
  const since = '2026-02-01T09:02:03+01:00'

  expect([
    told({ since, door: 'q8w2e4r6:K1105:in' }, 'q8w2e4r6:K1105:in'),
    told({ since, door: 'q8w2e4r6:K1105:in' }, 'a1b2c3d4:K1105:in'),
    told({ since, door: '' }, 'a1b2c3d4:K1105:in'),
    told({}, 'a1b2c3d4:K1105:in'),
  ]).toEqual(['09:02, at this door', '09:02, at another door', '09:02', ''])
})

test('a reason that this version does not know is told in the server’s words', () => {
  const why = { code: 'no_shoes', kind: 'stop' as const, message: 'Shoes are needed.', params: {} }

  expect(say(why, 'UTC', '')).toEqual({ headline: 'Not allowed', sentence: 'Shoes are needed.' })
})

test('an answer of another shape is named by its path', () => {
  expect(() => wire.me({ email: 'a@b.c', name: 7 }, 'me')).toThrow('me.name: expected text, got 7')
})
