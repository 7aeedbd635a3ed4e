import { expect, test } from 'vitest'

import { Typing } from '../src/camera/typing'

/** Whether each Enter ends what was typed, when keys come at these moments. */
function ends(keys: [key: string, at: number][]): boolean[] {
  const typing = new Typing()
  return keys.map(([key, at]) => [key, typing.endsWith(key, at)] as const).filter(([key]) => key === 'Enter').map(([, is]) => is)
}

test('an enter on its own answers the question', () => {
  expect(ends([['Enter', 10_000]])).toEqual([false])
})

test('an enter right after typed letters belongs to a scanner, however slow', () => {
  expect(ends([['A', 1_000], ['B', 1_400], ['Enter', 1_899]])).toEqual([true])
})

test('an enter after a rest answers the question', () => {
  expect(ends([['A', 1_000], ['Enter', 1_500]])).toEqual([false])
})

test('a scanner that sends two line ends answers nothing with the second', () => {
  expect(ends([['A', 1_000], ['Enter', 1_400], ['Enter', 1_800]])).toEqual([true, true])
})

test('somebody who walks to a button with tab and presses enter answers the question', () => {
  expect(ends([['Tab', 1_000], ['Tab', 1_100], ['Enter', 1_200]])).toEqual([false])
})
