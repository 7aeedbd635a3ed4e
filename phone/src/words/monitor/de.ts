import type { monitor as english } from './en'
import { numbersIn } from '../numbers'

const { counted } = numbersIn('de')

export const monitor: typeof english = {
  title: 'Raumaufsicht',
  lead: 'Beginn, Pausen, Ende, Zählung',
  now: {
    started: 'Halten: beginnt jetzt',
    break_began: 'Halten: Pause jetzt',
    break_ended: 'Halten: geht weiter',
    ended: 'Halten: endet jetzt',
  },
  said: {
    started: 'Begonnen',
    break_began: 'Pause begann',
    break_ended: 'Pause endete',
    ended: 'Beendet',
    head_count: 'Zählung',
    attested: 'Unterschrieben',
  },
  yes: 'Ja, jetzt',
  planned: (from, to) => `geplant ${from} bis ${to}`,
  notStarted: 'Noch nicht begonnen',
  onSince: (at) => `Läuft seit ${at}`,
  onBreakSince: (at) => `Pause seit ${at}`,
  endedAt: (at) => `Zu Ende um ${at}`,
  signedAt: (at) => `Unterschrieben um ${at}`,
  countHeads: 'Köpfe zählen',
  howMany: 'Wie viele Menschen sind im Raum?',
  countAdvice: 'Zählen Sie alle, die hier sitzen, auch wen niemand gescannt hat. Die Zahl der Türen steht absichtlich nicht hier.',
  eraseDigit: 'Letzte Ziffer löschen',
  record: 'Festhalten',
  takeBack: (what) => `Zurücknehmen: ${what}`,
  saidTitle: 'Was gesagt wurde',
  counted: (heads, inside) => `${heads}, nach den Türen ${inside}`,
  notSent: 'Noch nicht gesendet',
  notTaken: (why) => `Nicht angenommen: ${why}`,
  notUndone: 'Nicht mehr zurückzunehmen: es zählt. Ein Organisator kann es noch berichtigen.',
  notKept: 'Das konnte auf dem Handy nicht behalten werden: Es ist voll. Machen Sie Platz und versuchen Sie es noch einmal.',
  waiting: (value) => `${counted(value, { one: 'Angabe der Raumaufsicht wartet', other: 'Angaben der Raumaufsicht warten' })} auf das Senden.`,
  signTitle: 'Für diese Session unterschreiben',
  statement: (title, from, to) => `Ich war im Raum von „${title}“. Es begann um ${from} und endete um ${to}.`,
  noBreaks: 'Es gab keine Pause.',
  breaks: (times) => `Pausen: ${times}.`,
  true: 'Nach bestem Wissen war es so.',
  sign: 'Halten: unterschreiben',
}
