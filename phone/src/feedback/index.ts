import type { Look } from '../rules/look'
import { play } from './sound'
import { buzz } from './vibration'

/** Says a verdict to ear and hand; the eye has the screen. */
export function tell(look: Look): void {
  play(look)
  buzz(look)
}
