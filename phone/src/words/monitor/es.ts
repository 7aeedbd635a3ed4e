import type { monitor as english } from './en'
import { numbersIn } from '../numbers'

const { counted } = numbersIn('es')

export const monitor: typeof english = {
  title: 'Encargado de sala',
  lead: 'Comienzo, pausas, final, recuento',
  now: {
    started: 'Mantener: empieza ya',
    break_began: 'Mantener: pausa ya',
    break_ended: 'Mantener: continúa ya',
    ended: 'Mantener: termina ya',
  },
  said: {
    started: 'Empezada',
    break_began: 'Empezó la pausa',
    break_ended: 'Terminó la pausa',
    ended: 'Terminada',
    head_count: 'Recuento',
    attested: 'Firmado',
  },
  yes: 'Sí, ahora',
  planned: (from, to) => `previsto de ${from} a ${to}`,
  notStarted: 'Aún no ha empezado',
  onSince: (at) => `En curso desde las ${at}`,
  onBreakSince: (at) => `En pausa desde las ${at}`,
  endedAt: (at) => `Terminó a las ${at}`,
  signedAt: (at) => `Firmado a las ${at}`,
  countHeads: 'Contar personas',
  howMany: '¿Cuántas personas hay en la sala?',
  countAdvice: 'Cuente a todos los presentes, también a quien nadie escaneó. El número de las puertas no se muestra a propósito.',
  eraseDigit: 'Borrar la última cifra',
  record: 'Anotar',
  takeBack: (what) => `Retirar: ${what}`,
  saidTitle: 'Lo que se dijo',
  counted: (heads, inside) => `${heads}, según las puertas ${inside}`,
  notSent: 'Aún sin enviar',
  notTaken: (why) => `No aceptado: ${why}`,
  notUndone: 'Ya no se ha podido retirar: cuenta. Un organizador aún puede corregirlo.',
  notKept: 'Esto no se pudo guardar en el teléfono: está lleno. Libere espacio e inténtelo de nuevo.',
  waiting: (value) => `${counted(value, { one: 'indicación del encargado de sala espera', other: 'indicaciones del encargado de sala esperan' })} para enviarse.`,
  signTitle: 'Firmar por esta sesión',
  statement: (title, from, to) => `Estuve en la sala de «${title}». Empezó a las ${from} y terminó a las ${to}.`,
  noBreaks: 'No hubo ninguna pausa.',
  breaks: (times) => `Pausas: ${times}.`,
  true: 'Según mi leal saber, así fue.',
  sign: 'Mantener: firmar',
}
