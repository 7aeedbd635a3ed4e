import type { monitor as english } from './en'
import { numbersIn } from '../numbers'

const { counted } = numbersIn('fr')

export const monitor: typeof english = {
  title: 'Responsable de salle',
  lead: 'Début, pauses, fin, comptage',
  now: {
    started: 'Maintenir : débute',
    break_began: 'Maintenir : pause',
    break_ended: 'Maintenir : reprend',
    ended: 'Maintenir : se termine',
  },
  said: {
    started: 'Commencée',
    break_began: 'Début de pause',
    break_ended: 'Fin de pause',
    ended: 'Terminée',
    head_count: 'Comptage',
    attested: 'Signé',
  },
  yes: 'Oui, maintenant',
  planned: (from, to) => `prévu de ${from} à ${to}`,
  notStarted: 'Pas encore commencée',
  onSince: (at) => `En cours depuis ${at}`,
  onBreakSince: (at) => `En pause depuis ${at}`,
  endedAt: (at) => `Terminée à ${at}`,
  signedAt: (at) => `Signé à ${at}`,
  countHeads: 'Compter les personnes',
  howMany: 'Combien de personnes sont dans la salle ?',
  countAdvice: 'Comptez toutes les personnes présentes, même celles que personne n’a scannées. Le nombre des portes n’est pas affiché, exprès.',
  eraseDigit: 'Effacer le dernier chiffre',
  record: 'Enregistrer',
  takeBack: (what) => `Retirer : ${what}`,
  saidTitle: 'Ce qui a été dit',
  counted: (heads, inside) => `${heads}, d’après les portes ${inside}`,
  notSent: 'Pas encore envoyé',
  notTaken: (why) => `Non accepté : ${why}`,
  notUndone: 'N’a plus pu être retiré : cela compte. Un organisateur peut encore le corriger.',
  notKept: 'Cela n’a pas pu être gardé sur le téléphone : il est plein. Libérez de la place et réessayez.',
  waiting: (value) => `${counted(value, { one: 'indication du responsable de salle attend', other: 'indications du responsable de salle attendent' })} d’être envoyées.`,
  signTitle: 'Signer pour cette session',
  statement: (title, from, to) => `J’étais dans la salle de « ${title} ». Elle a commencé à ${from} et s’est terminée à ${to}.`,
  noBreaks: 'Il n’y a pas eu de pause.',
  breaks: (times) => `Pauses : ${times}.`,
  true: 'À ma connaissance, c’était ainsi.',
  sign: 'Maintenir : signer',
}
