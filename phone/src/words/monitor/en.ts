import type { What } from '../../rules/nouns'
import { numbersIn } from '../numbers'

const { counted } = numbersIn('en')

const now: Record<Exclude<What, 'head_count' | 'attested'>, string> = {
  started: 'Hold: start now',
  break_began: 'Hold: break now',
  break_ended: 'Hold: go on now',
  ended: 'Hold: end now',
}

const said: Record<What, string> = {
  started: 'Started',
  break_began: 'Break began',
  break_ended: 'Break ended',
  ended: 'Ended',
  head_count: 'Head count',
  attested: 'Signed',
}

/** The texts of the room monitor. */
export const monitor = {
  title: 'Room monitor',
  lead: 'Start, breaks, end, head count',
  now,
  said,
  yes: 'Yes, now',
  planned: (from: string, to: string) => `planned ${from} to ${to}`,
  notStarted: 'Not started yet',
  onSince: (at: string) => `Running since ${at}`,
  onBreakSince: (at: string) => `On a break since ${at}`,
  endedAt: (at: string) => `Ended at ${at}`,
  signedAt: (at: string) => `Signed at ${at}`,
  countHeads: 'Count heads',
  howMany: 'How many people are in the room?',
  countAdvice: 'Count everybody who sits here, also those nobody scanned. The number of the doors is not shown on purpose.',
  eraseDigit: 'Erase the last digit',
  record: 'Record it',
  takeBack: (what: string) => `Take back: ${what}`,
  saidTitle: 'What was said',
  counted: (heads: string, inside: string) => `${heads}, by the doors ${inside}`,
  notSent: 'Not sent yet',
  notTaken: (why: string) => `Not taken: ${why}`,
  notUndone: 'Could not be taken back any more: it counts. An organizer can still correct it.',
  notKept: 'This could not be kept on the phone: it is full. Free some space and try again.',
  waiting: (value: number) => `${counted(value, { one: 'word of the room monitor waits', other: 'words of the room monitor wait' })} to be sent.`,
  signTitle: 'Sign for this session',
  statement: (title: string, from: string, to: string) => `I was in the room of “${title}”. It began at ${from} and ended at ${to}.`,
  noBreaks: 'There was no break.',
  breaks: (times: string) => `Breaks: ${times}.`,
  true: 'To the best of my knowledge, this is how it was.',
  sign: 'Hold: sign',
}
