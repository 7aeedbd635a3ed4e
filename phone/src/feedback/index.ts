import type { Sign } from './sign'
import { play } from './sound'
import { buzz } from './vibration'

/** Says a sign to ear and hand; the eye has the screen. */
export function tell(sign: Sign): void {
  play(sign)
  buzz(sign)
}
