import { expect, test } from 'vitest'

import { uuid7 } from '../src/rules/uuid7'

test('an id is the example of the standard', () => {
  const random = Uint8Array.from([0xfc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])

  expect(uuid7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('later ids sort after earlier ones', () => {
  const most = new Uint8Array(10).fill(0xff)
  const least = new Uint8Array(10)
  const ids = [uuid7(1_769_936_531_000, most), uuid7(1_769_936_531_001, least)]

  expect([...ids].sort()).toEqual(ids)
})

test('version and variant stand whatever the randomness', () => {
  for (const byte of [0x00, 0x5a, 0xff]) {
    expect(uuid7(1_769_936_531_000, new Uint8Array(10).fill(byte))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  }
})
