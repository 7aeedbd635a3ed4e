import type { JSX } from 'preact'

import type { Look } from '../rules/look'

export type Shape = Look | 'undone'

const TICK = <path d="M28 52 L44 68 L73 34" />

// Drawn, not taken from the icon set: each must be told from the others at two metres.
const SHAPES: Record<Shape, JSX.Element> = {
  admitted: <><circle cx="50" cy="50" r="43" />{TICK}</>,
  left: <><path d="M42 10 H14 V90 H42" /><path d="M36 50 H90 M66 24 L92 50 L66 76" /></>,
  repeated: <><circle cx="34" cy="50" r="28" /><circle cx="66" cy="50" r="28" /></>,
  refused: <><circle cx="50" cy="50" r="47" class="mark-disc" /><path d="M24 50 H76" class="mark-bar" /></>,
  override: (
    <>
      <circle cx="50" cy="50" r="43" />{TICK}
      <g class="mark-key">
        <circle cx="79" cy="78" r="21" class="mark-disc" />
        <circle cx="71" cy="78" r="5.5" />
        <path d="M77 78 H92 M86 78 V84 M91.5 78 V83" />
      </g>
    </>
  ),
  undone: <path d="M34 18 L14 38 L34 58 M14 38 H62 A24 24 0 0 1 62 86 H44" />,
}

/** The shape of a verdict. */
export function Mark({ shape }: { shape: Shape }) {
  return (
    <svg class="mark" viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-width="10" stroke-linecap="round"
      stroke-linejoin="round" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  )
}
