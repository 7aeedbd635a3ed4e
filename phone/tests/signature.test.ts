import { readFileSync } from 'node:fs'

import { afterEach, describe, expect, test, vi } from 'vitest'

import type { PublicKey } from '../src/rules/roster'
import { fromBase45, isSignedForm, parseSigned } from '../src/rules/signature'
import { verify, type Verified } from '../src/store/verify'

interface Contract {
  event: string
  keys: PublicKey[]
  cases: ({ name: string; text: string } & Verified)[]
}

const CONTRACT: Contract = JSON.parse(readFileSync(new URL('../../contract/badges.json', import.meta.url), 'utf8'))
const EVENT = { badge_event: CONTRACT.event, keys: CONTRACT.keys }

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(['the browser’s own Ed25519', 'noble’s'])('by %s', (whose) => {
  test.each(CONTRACT.cases)('$name', async ({ text, code, signature }) => {
    // A key is imported once: another event's would be asked of the browser again.
    const keys = EVENT.keys.map((key) => (whose === 'noble’s' ? { ...key, public: `${key.public}=` } : key))
    if (whose === 'noble’s') vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new Error('NotSupportedError'))

    expect(await verify(text, { ...EVENT, keys })).toEqual({ code, signature })
  })
})

test('both verify: no case is decided by form alone', () => {
  const proven = CONTRACT.cases.filter(({ text }) => parseSigned(text)?.event === CONTRACT.event)

  expect(new Set(proven.map((one) => one.signature))).toEqual(new Set(['genuine', 'forged']))
})

test('where nothing was ever signed, a foreign code may begin as it likes', async () => {
  expect(await verify('U1:ROOM-7', { ...EVENT, keys: [] })).toEqual({ code: 'U1:ROOM-7', signature: 'none' })
})

test.each([
  ['', ''],
  ['BB8', 'AB'],
  ['%69 VD92EX0', 'Hello!!'],
  ['UJCLQE7W581', 'base-45'],
])('base 45 is that of its standard: %s', (written, given) => {
  expect(String.fromCharCode(...(fromBase45(written) ?? []))).toBe(given)
})

test.each(['A', 'GGW', '::', 'abc', 'AÄ', 'BB8 '])('what base 45 writes for no bytes is nothing: %s', (text) => {
  expect(fromBase45(text)).toBeNull()
})

test.each([
  ['U1:X', true],
  [' u1:x', true],
  ['U1', false],
  ['4W74RVYC67BTVQJQ', false],
])('its first letters say that a badge is signed: %s', (text, says) => {
  expect(isSignedForm(text)).toBe(says)
})
