import { postVoid } from '../sync/api'
import { words } from '../words'
import { noticeSignedOut } from './account'
import { undoWaiting } from './deciding'
import { newId, put, type Decided } from './desk'
import { event } from './events'
import { failed } from './loaded'
import { countOwn, session, tallyOf } from './sessions'

/** Takes one's own scan back. */
export async function undo(shown: Decided): Promise<void> {
  const open = event.peek()
  if (open === null || shown.undo !== 'no') return
  put(shown, { undo: 'asking', problem: '' })
  if (shown.by === 'phone') return undoHere(shown)
  try {
    const undone = await postVoid(open.slug, newId(), shown.result.seq)
    countOwn(undone.seq, { code: shown.scan.session, tally: undone.tally })
    put(shown, { undo: 'done', result: { ...shown.result, tally: undone.tally } })
  } catch (error) {
    noticeSignedOut(error)
    const failure = failed(error)
    put(shown, { undo: 'no', problem: failure.state === 'fault' ? failure.detail : words.noContact })
  }
}

/** What the server has not heard of is taken back here, and the undo goes with the scan. */
async function undoHere(shown: Decided): Promise<void> {
  if (!(await undoWaiting(shown.scan.id, newId()))) return put(shown, { undo: 'no', problem: words.notUndone })
  const open = session.peek()
  const tally = open === null ? shown.result.tally : tallyOf(open)
  put(shown, { undo: 'done', result: { ...shown.result, tally } })
}
