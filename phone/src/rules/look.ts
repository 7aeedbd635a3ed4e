import type { Result, Why } from './nouns'
import type { Outcome } from './reasons'

/** How a verdict looks and sounds: the outcome, with an admission against a restriction set apart. */
export type Look = Outcome | 'override'

export function lookOf(result: Result): Look {
  return result.outcome === 'admitted' && result.overrode.length > 0 ? 'override' : result.outcome
}

/** Reasons that make a scan a repetition; they may come after restrictions that changed nothing. */
const REPETITIONS = new Set(['already_inside', 'not_inside'])

/** The reason that is told in large letters, where the outcome has one. */
export function leadOf({ outcome, reasons }: Result): Why | null {
  if (outcome === 'refused') return reasons[0] ?? null
  if (outcome === 'repeated') return reasons.find((why) => REPETITIONS.has(why.code)) ?? null
  return null
}

const UNDO_WITHIN_MS = 2 * 60_000

/** An admission or an exit of one's own may be taken back for two minutes. */
export function mayUndo(result: Result, decidedAt: number, now: number): boolean {
  const counts = result.outcome === 'admitted' || result.outcome === 'left'
  return counts && now - decidedAt < UNDO_WITHIN_MS
}
