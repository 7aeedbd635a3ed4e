/** Usher's sign: a door that stands open, and light falling out of it. */
export function Logo({ size = 40 }: { size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="15" class="logo-ground" />
      <path d="M20 50 V20 a6 6 0 0 1 6-6 h12 a6 6 0 0 1 6 6 V50" class="logo-frame" />
      <path d="M20 50 L33 44.5 V23.5 a3 3 0 0 0 -2-2.8 L21.5 17" class="logo-door" />
      <path d="M33 46 L44 50 H58 L33 40 Z" class="logo-light" />
    </svg>
  )
}
