import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { BUZZES } from '../src/feedback/vibration'
import { TONES } from '../src/feedback/sound'
import type { Look } from '../src/rules/look'
import { words } from '../src/words'

const TOKENS = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8')
const AAA = 7
const AA = 4.5

/** The hex colours of a token: light and dark, or one for both. */
function colours(name: string): string[] {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(TOKENS)?.[1] ?? ''
  return value.match(/#[0-9a-f]{6}/g) ?? []
}

function luminance(hex: string): number {
  const linear = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

function worst(ink: string, ground: string): number {
  const grounds = colours(ground)
  return Math.min(...colours(ink).map((hex, index) => contrast(hex, grounds[index] ?? grounds[0] ?? hex)))
}

test.each(['admitted', 'left', 'repeated', 'refused', 'waiting', 'in', 'out'])(
  'the words on %s are read in sunlight', (name) => {
    expect(worst(`on-${name}`, name)).toBeGreaterThanOrEqual(AAA)
  },
)

test.each([
  ['ink', 'ground'], ['ink', 'surface'], ['ink-soft', 'ground'], ['ink-soft', 'surface'], ['ink-soft', 'sunken'],
  ['accent', 'ground'], ['accent', 'surface'], ['on-accent', 'accent'], ['accent-strong', 'accent-soft'],
  ['good', 'good-soft'], ['info', 'info-soft'], ['warn', 'warn-soft'], ['bad', 'bad-soft'],
  ['good', 'ground'], ['warn', 'ground'], ['bad', 'surface'],
])('%s on %s is legible, light and dark', (ink, ground) => {
  expect(worst(ink, ground)).toBeGreaterThanOrEqual(AA)
})

test('an admission and a refusal differ in lightness, not in hue alone', () => {
  expect(contrast(colours('admitted')[0] ?? '', colours('refused')[0] ?? '')).toBeGreaterThan(3)
})

test('each outcome differs from all others in colour, in word and in sound', () => {
  const looks: Look[] = ['admitted', 'left', 'repeated', 'refused', 'override']
  const distinct = (of: (look: Look) => unknown): number => new Set(looks.map((look) => JSON.stringify(of(look)))).size

  // An override is green as an admission is, with a red edge.
  expect(distinct((look) => colours(look)[0] ?? [colours('admitted'), colours('refused')])).toBe(5)
  expect(distinct((look) => words.look[look])).toBe(5)
  expect(distinct((look) => TONES[look])).toBe(5)
})

test('only an admission and an exit feel the same', () => {
  expect(BUZZES.admitted).toEqual(BUZZES.left)
  expect(new Set(Object.values(BUZZES).map((buzz) => JSON.stringify(buzz))).size).toBe(5)
})
