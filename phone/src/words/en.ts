import type { Look } from '../rules/look'
import type { Direction } from '../rules/reasons'
import type { Heading } from '../rules/programme'
import type { CameraState } from '../camera/camera'
import { monitor } from './monitor/en'
import { numbersIn } from './numbers'

const { count, counted } = numbersIn('en')

const direction: Record<Direction, string> = { in: 'In', out: 'Out' }

const look: Record<Look, string> = {
  admitted: 'Welcome',
  left: 'Out',
  repeated: 'Already in',
  refused: 'Refused',
  override: 'Let in by override',
}

const heading: Record<Exclude<Heading, 'day'>, string> = {
  now: 'Now',
  next: 'Next',
  later: 'Later today',
  earlier: 'Earlier today',
}

function sessions(value: number): string {
  return counted(value, { one: 'session', other: 'sessions' })
}

interface CameraWords {
  title: string
  advice: string
}

const camera: Record<Exclude<CameraState, 'running'>, CameraWords> = {
  starting: { title: 'Starting the camera…', advice: 'Allow it if the phone asks.' },
  refused: {
    title: 'The camera is not allowed',
    advice: 'Open this page’s settings in the browser, allow the camera, and try again.',
  },
  absent: { title: 'No camera found', advice: 'Connect one, or use a scanner that types.' },
  insecure: {
    title: 'No camera without HTTPS',
    advice: 'Phones give their camera only to addresses that begin with https://. Ask the organizer for that address.',
  },
  busy: { title: 'The camera stopped', advice: 'Another app may be using it. Close that app and try again.' },
}

/** Every text of the app but the reasons. What is added here, every other language must have too. */
export const en = {
  app: 'Usher',
  language: 'Language',
  direction,
  look,
  heading,
  camera,
  cameraElse: 'A scanner that types and the search by name work all the same.',

  back: 'Back',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  loading: 'Loading…',
  noContact: 'No contact with the server',
  noContactAdvice: 'Check that this phone has a network.',
  fault: 'Something went wrong',

  signInTitle: 'Sign in',
  signInLead: 'With the account that was invited to the event.',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  createAccount: 'Create account',
  forgotPassword: 'Forgot password?',
  signInWrong: 'The e-mail address and the password do not belong together.',
  signInTooMany: 'Too many tries. Wait a minute, then try again.',
  pendingEmail: 'One step is left: type the code that was sent to your e-mail address.',
  pendingOther: 'One step is left before you are signed in.',
  pendingGo: 'Continue',
  signedOut:
    'This phone was signed out: by an organizer, or because it was not used for long. Sign in again to go on. A scan that waits here is sent then.',

  eventsTitle: 'Choose event',
  noEvents: 'No events yet',
  noEventsAdvice: (email: string) =>
    `The owner of an event adds you by your e-mail address, ${email}. Events then stand here.`,
  owner: 'Owner',
  eventUser: 'Event user',

  toolkitTitle: 'Admin Toolkit',
  sessionsTile: 'Event Sessions',
  sessionsTileLead: (now: number) => `${sessions(now)} now`,
  findTile: 'Find attendee',
  findTileLead: 'By name',
  changeEvent: 'Change event',
  signOut: 'Sign out',
  gone: 'Your access to this event has ended.',

  sessionsTitle: 'Event Sessions',
  searchSessions: 'Title, room or code',
  allDays: 'All days',
  noSessions: 'No sessions yet',
  noSessionsAdvice: 'The organizer adds them on the web.',
  noneMatch: 'No session matches.',
  sessionCancelled: 'Cancelled',
  inside: 'inside',
  full: 'Full',
  countsStale: (since: string) => `Counts from ${since}. Connecting again…`,

  today: (from: string, to: string) => `Today ${from}–${to}`,
  registered: 'Registered',
  registeredMeans: 'have it on their schedule',
  attended: 'Attended',
  attendedMeans: 'people let in so far',
  insideNow: 'Inside',
  insideMeans: 'in the room now',
  overridden: 'Overridden',
  overriddenMeans: 'let in against a restriction',
  refusedCount: 'Refused',
  refusedMeans: 'turned away at the door',
  capacity: (inside: string, capacity: string) => `${inside} of ${capacity}`,
  noCapacity: 'No maximum',
  overBy: (count: string) => `${count} over`,
  left: (count: string) => `${count} free`,
  scan: 'Scan',
  scanDirection: { in: 'Scan in', out: 'Scan out' },
  directionHere: 'This phone scans',
  denied: (owner: string) => `Ask ${owner}, the event owner, for the Scan Attendees permission.`,
  deniedTitle: 'You cannot scan at this event yet',
  restrictions: 'Who may enter',
  onlyRegistrants: 'Those who have it on their schedule',
  onlyLevels: (levels: string) => `Registration level ${levels}`,
  everybody: 'Every attendee',
  scanWindow: 'Scanning',
  scanFrom: (opens: string) => `from ${opens}`,
  scanUntil: (closes: string) => `until ${closes}`,
  scanBetween: (opens: string, closes: string) => `from ${opens} until ${closes}`,

  searchByName: 'Search by name',
  holdToSwitch: { in: 'Hold for In', out: 'Hold for Out' },
  switchTo: { in: 'Switch this phone to In?', out: 'Switch this phone to Out?' },
  switchYes: { in: 'Switch to In', out: 'Switch to Out' },
  endedSwitched: (at: string) => `The session ended at ${at}. This phone now scans out.`,
  torchOn: 'Torch on',
  torchOff: 'Torch off',
  aim: 'Hold the badge’s code in the frame',
  lastScan: (name: string) => `Last: ${name}`,

  checking: 'Checking…',
  tryingAgain: 'No contact with the server, trying again',
  tryingAgainAdvice: 'Nothing is decided yet. Wait for the answer, or cancel.',
  retryNow: 'Retry now',
  cancelScan: 'Cancel',
  cancelledScan: 'It is not known whether the server took this scan. Scan the badge again to see.',
  nextAttendee: 'Next attendee',
  viewProfile: 'View profile',
  scanAnyway: 'Scan anyway',
  undo: 'Undo',
  undoing: 'Undoing…',
  undone: 'Undone. This scan no longer counts.',
  undoneWord: 'Undone',
  unknownPerson: 'Nobody known',
  overruleTitle: (name: string) => `Let ${name} in anyway?`,
  overruleLead: 'You overrule:',
  overruled: 'Overruled',
  note: 'Note',
  noteRequired: 'This event asks for a reason.',
  letIn: 'Let in',
  foundByName: 'found by name',

  findTitle: 'Find attendee',
  findPlaceholder: 'Name, 3 letters or more',
  findLead: 'Accents and the order of names do not matter.',
  findNone: (text: string) => `Nobody named “${text}”.`,
  findMany: 'Only the first 50 are shown. Type more of the name.',
  sure: 'Is this the person?',
  sureAdvice: 'Compare a second detail, such as company or e-mail.',
  noBadge: 'No badge was made for this person yet. Ask the organizer.',
  noLevel: 'No level',
  noCompany: 'No company',

  profileTitle: 'Attendee',
  level: 'Level',
  company: 'Company',
  status: { registered: 'Registered', cancelled: 'Cancelled' },
  emailLabel: 'E-mail',
  badge: 'Badge',
  schedule: 'Sessions',
  attendedSoFar: 'Attended so far',
  attendedTotal: (attended: number, minutes: number) => `${sessions(attended)}, ${count(minutes)} min`,
  onSchedule: 'On schedule',
  insideSince: (at: string) => `Inside since ${at}`,
  wasThere: (minutes: string) => `Attended, ${minutes} min`,
  noSchedule: 'No session on the schedule, and none attended.',

  byPhone: 'Decided by this phone, not sent yet.',
  waitingScans: (value: number) => counted(value, { one: 'scan waits to be sent', other: 'scans wait to be sent' }),
  oldest: (minutes: number) => `The oldest is ${count(minutes)} min old.`,
  cutOff: 'No contact with the server',
  cutOffAdvice: 'Go on scanning: this phone decides by itself.',
  cutOffUnready: 'This phone has not loaded the event’s people yet and can’t decide by itself.',
  lastContact: (minutes: number) => (minutes === 0 ? 'Last contact less than a minute ago' : `Last contact ${count(minutes)} min ago`),
  neverContact: 'No contact since the app was opened',
  sendNow: 'Send now',
  saveToFile: 'Save to a file',
  saveAdvice: 'Only if they can’t be sent from this phone: give the file to whoever runs the server.',
  setAside: (value: number) => `${counted(value, { one: 'scan was', other: 'scans were' })} not taken`,
  sending: 'Sending…',
  sentAll: 'All scans were sent.',
  sentNone: 'Not sent: no contact with the server. They stay here, and it tries again by itself.',
  saved: (name: string) => `Saved to the downloads of this phone as ${name}.`,
  notUndone: 'This scan could not be undone any more. An organizer can still correct it.',
  seatsAlone: (value: number) => `This phone may let in ${count(value)} more`,
  seatsNone: 'No places to give: only by override',
  seatsNoneAsk: 'No places to give: ask before letting in',
  seatsKept: (value: number) => `Without contact this phone could let in ${count(value)}`,
  contradicted: (value: number) => `${counted(value, { one: 'scan', other: 'scans' })} against the record.`,
  contradictedLook: 'Look',
  contradictedAdvice: 'Nothing is to be done at the door: an organizer sees to it.',
  contradictions: {
    let_in: (name: string, session: string) => `${name} was let in to ${session}. The record would have refused.`,
    turned_away: (name: string, session: string) => `${name} was turned away from ${session}. The record would have let them in.`,
    not_undone: (name: string, session: string) => `The scan of ${name} at ${session} was undone too late, and counts.`,
  },
  dismiss: 'Dismiss',
  notLasting: 'This browser keeps nothing: scans without contact are lost when it is closed. Use another one, or leave private browsing.',
  nearlyFull: 'This phone is almost full. Free some space, or scans without contact can’t be kept.',
  notKept: 'This scan could not be kept on the phone: it is full. Free some space and scan again.',
  leaveTitle: 'Sign out while something waits?',
  leaveAdvice: 'They stay on this phone until you sign in here again. Nobody else can see or send them.',
  leaveAnyway: 'Sign out',
  leaveNoContact: 'Signing out needs contact with the server. Try again when there is a network.',

  monitor,

  updateReady: 'A new version of Usher is ready.',
  update: 'Update',
}

export type Words = typeof en
