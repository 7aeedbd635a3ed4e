import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { tell } from '../src/feedback'
import type { Sign } from '../src/feedback/sign'
import { allowSound } from '../src/feedback/sound'

const SIGNS: Sign[] = ['admitted', 'left', 'repeated', 'refused', 'override', 'waiting']

interface Heard {
  from: number
  to: number
  starts: number
  ends: number
}

let heard: Heard[] = []
let felt: number[][] = []

/** A loudspeaker that writes down what is played. */
class Loudspeaker {
  currentTime = 0
  destination = {}
  resume = () => Promise.resolve()

  createOscillator() {
    const tone: Heard = { from: 0, to: 0, starts: 0, ends: 0 }
    heard.push(tone)
    return {
      frequency: {
        setValueAtTime: (hertz: number) => (tone.from = hertz),
        exponentialRampToValueAtTime: (hertz: number) => (tone.to = hertz),
      },
      connect: <T>(next: T): T => next,
      start: (at: number) => (tone.starts = at),
      stop: (at: number) => (tone.ends = at),
    }
  }

  createGain() {
    const ignore = (): void => undefined
    return { gain: { setValueAtTime: ignore, exponentialRampToValueAtTime: ignore }, connect: ignore }
  }
}

beforeEach(() => {
  vi.stubGlobal('AudioContext', Loudspeaker)
  vi.stubGlobal('navigator', { vibrate: (pattern: number[]) => felt.push(pattern) })
  allowSound()
})

afterEach(() => void vi.unstubAllGlobals())

function shape({ from, to }: Heard): string {
  if (from !== to) return to > from ? 'rising' : 'falling'
  return from < 300 ? 'low' : 'level'
}

function told(sign: Sign): { sound: string; touch: string } {
  heard = []
  felt = []
  tell(sign)
  const touch = felt.flat().filter((_, index) => index % 2 === 0).map((lasts) => (lasts > 200 ? 'long' : 'short'))
  return { sound: heard.map(shape).join(', '), touch: touch.join(', ') }
}

test('ear and hand are told what the table of verdicts says', () => {
  expect(Object.fromEntries(SIGNS.map((sign) => [sign, told(sign)]))).toEqual({
    admitted: { sound: 'rising', touch: 'short' },
    left: { sound: 'falling', touch: 'short' },
    repeated: { sound: 'level, level', touch: 'short, short' },
    refused: { sound: 'low, low', touch: 'long' },
    override: { sound: 'rising, low', touch: 'short, long' },
    waiting: { sound: 'level', touch: '' },
  })
})

test('each verdict is told from all others by ear alone', () => {
  expect(new Set(SIGNS.map((sign) => told(sign).sound)).size).toBe(SIGNS.length)
})

test('the two tones of a repetition are equal', () => {
  told('repeated')
  const [first, second] = heard

  expect(first?.from).toBe(second?.from)
})

test('tones come one after the other', () => {
  for (const sign of SIGNS) {
    told(sign)
    heard.slice(1).forEach((tone, index) => expect(tone.starts).toBeGreaterThan(heard[index]?.ends ?? Infinity))
  }
})

test('while the server is waited for the phone does not vibrate', () => {
  told('waiting')

  expect(felt).toEqual([])
})

test('a phone that cannot vibrate sounds all the same', () => {
  vi.stubGlobal('navigator', {})

  expect(told('admitted')).toEqual({ sound: 'rising', touch: '' })
})
