import type { Look } from '../rules/look'

const SHORT = 70
const LONG = 420

/** Milliseconds on and off. Some phones have no vibration for pages: it is never the only sign. */
export const BUZZES: Record<Look, number[]> = {
  admitted: [SHORT],
  left: [SHORT],
  repeated: [SHORT, 90, SHORT],
  refused: [LONG],
  override: [SHORT, 90, LONG],
}

export function buzz(look: Look): void {
  navigator.vibrate?.(BUZZES[look])
}
