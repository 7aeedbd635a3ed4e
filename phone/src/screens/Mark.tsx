import type { JSX } from 'preact'

import type { Look } from '../rules/look'

const TICK = <path d="M28 52 L44 68 L73 34" />

// Drawn, not taken from the icon set: each must be told from the others at two metres.
const SHAPES: Record<Look, JSX.Element> = {
  admitted: <><circle cx="50" cy="50" r="43" />{TICK}</>,
  left: <><path d="M42 10 H14 V90 H42" /><path d="M36 50 H90 M66 24 L92 50 L66 76" /></>,
  repeated: <><circle cx="34" cy="50" r="28" /><circle cx="66" cy="50" r="28" /></>,
  refused: <><circle cx="50" cy="50" r="47" class="mark-disc" /><path d="M24 50 H76" class="mark-bar" /></>,
  override: (
    <>
      <circle cx="50" cy="50" r="43" />{TICK}
      <g class="mark-key"><circle cx="82" cy="80" r="17" class="mark-disc" /><path d="M76 80 H90 M86 80 V86" class="mark-bar" /></g>
    </>
  ),
}

/** The shape of a verdict. */
export function Mark({ look }: { look: Look }) {
  return (
    <svg class="mark" viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-width="10" stroke-linecap="round"
      stroke-linejoin="round" aria-hidden="true">
      {SHAPES[look]}
    </svg>
  )
}
