import type { Sign } from './sign'

const SHORT = 70
const LONG = 420

/** Milliseconds on and off. Some phones have no vibration for pages: it is never the only sign. */
export const BUZZES: Record<Sign, number[]> = {
  admitted: [SHORT],
  left: [SHORT],
  repeated: [SHORT, 90, SHORT],
  refused: [LONG],
  override: [SHORT, 90, LONG],
  waiting: [],
}

export function buzz(sign: Sign): void {
  if (BUZZES[sign].length > 0) navigator.vibrate?.(BUZZES[sign])
}
