/**
 * When a scan happened, whatever the phone's clock showed. All in milliseconds.
 *
 * The wall clock may be wrong, and be set anew at any moment; the monotonic clock only counts, may
 * stand still while the phone sleeps, and begins anew with each start of the page (`life`). Where
 * two contacts agree how wrong the wall clock is, it is right but for that; where they don't, it
 * was set in between, and the monotonic clock tells how long ago the nearest contact was.
 */
export interface Reading {
  wall: number
  mono: number
  life: string
}

/** A contact with the server: its time, halfway between asking and answer, and the phone's clocks then. */
export interface Contact extends Reading {
  server: number
}

export interface Effective {
  at: number
  /** The clock was set anew, and nothing says by how much. */
  doubtful: boolean
}

/** Two contacts that agree so far tell of one clock that was not set in between. */
const AGREE_MS = 2_000
/** Where the two clocks part by more than this and nothing decides between them, a person looks. */
const DOUBT_MS = 120_000

export function effective(reading: Reading, before: Contact | null, after: Contact | null): Effective {
  const known = [before, after].filter((one) => one !== null)
  const [first, second] = known
  if (first === undefined) return { at: reading.wall, doubtful: false }
  if (second !== undefined && Math.abs(offset(first) - offset(second)) <= AGREE_MS) return byWall(reading, first)
  const near = nearest(reading, known)
  if (near !== null) return byCounting(reading, near, known.length)
  // Whatever was measured was measured in another life, and the clock may have been set since.
  return { ...byWall(reading, second ?? first), doubtful: true }
}

/** Whether these are one contact, also after one of them was kept on the disk. */
export function isSame(one: Contact | null, other: Contact | null): boolean {
  return one?.server === other?.server && one?.life === other?.life && one?.mono === other?.mono
}

function offset(contact: Contact): number {
  return contact.server - contact.wall
}

function byWall(reading: Reading, contact: Contact): Effective {
  return { at: reading.wall + offset(contact), doubtful: false }
}

/** The contact of the same life that is nearest in time that was counted. */
function nearest(reading: Reading, known: Contact[]): Contact | null {
  const same = known.filter((one) => one.life === reading.life)
  const away = (one: Contact): number => Math.abs(one.mono - reading.mono)
  return same.reduce<Contact | null>((best, one) => (best === null || away(one) < away(best) ? one : best), null)
}

function byCounting(reading: Reading, near: Contact, contacts: number): Effective {
  const counted = near.server + (reading.mono - near.mono)
  const shown = reading.wall + offset(near)
  // With one contact a jump may be a sleep as well as a clock that was set: the wall clock then
  // is the better guess, and both are told where they part.
  if (contacts === 1) return { at: shown, doubtful: Math.abs(shown - counted) > DOUBT_MS }
  return { at: counted, doubtful: false }
}
