import type { Sign } from './sign'

/** A tone: from one pitch to another, starting after a delay; in hertz and milliseconds. */
export interface Tone {
  from: number
  to: number
  after: number
  lasts: number
  /** Loudness from 0 to 1; that of a verdict where it is not said. */
  gain?: number
}

const GAIN = 0.5

/** What each sign sounds like, so that it can be told by ear alone. */
export const TONES: Record<Sign, Tone[]> = {
  admitted: [{ from: 660, to: 1320, after: 0, lasts: 180 }],
  left: [{ from: 1100, to: 520, after: 0, lasts: 200 }],
  repeated: [{ from: 740, to: 740, after: 0, lasts: 110 }, { from: 740, to: 740, after: 170, lasts: 110 }],
  refused: [{ from: 196, to: 196, after: 0, lasts: 190 }, { from: 147, to: 147, after: 230, lasts: 300 }],
  override: [{ from: 660, to: 1320, after: 0, lasts: 150 }, { from: 220, to: 220, after: 200, lasts: 220 }],
  waiting: [{ from: 1800, to: 1800, after: 0, lasts: 40, gain: 0.12 }],
}

let context: AudioContext | null = null

/** To be called inside a tap: phones let a page sound only then. */
export function allowSound(): void {
  context ??= new AudioContext()
  void context.resume().catch(() => undefined)
}

export function play(sign: Sign): void {
  if (context === null) return
  for (const tone of TONES[sign]) schedule(context, tone)
}

function schedule(audio: AudioContext, tone: Tone): void {
  const starts = audio.currentTime + tone.after / 1_000
  const ends = starts + tone.lasts / 1_000
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.type = 'triangle'
  oscillator.frequency.setValueAtTime(tone.from, starts)
  oscillator.frequency.exponentialRampToValueAtTime(tone.to, ends)
  // A soft beginning and end: a square edge clicks.
  gain.gain.setValueAtTime(0.0001, starts)
  gain.gain.exponentialRampToValueAtTime(tone.gain ?? GAIN, starts + 0.015)
  gain.gain.exponentialRampToValueAtTime(0.0001, ends)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(starts)
  oscillator.stop(ends)
}
