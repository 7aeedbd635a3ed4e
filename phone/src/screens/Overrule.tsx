import { useSignal } from '@preact/signals'

import type { Event } from '../rules/nouns'
import { scanAnyway, type Decided } from '../store/desk'
import { doorName } from '../store/door'
import { words } from '../words'
import { say } from '../words/reasons'
import { Dialog } from './Dialog'

const NOTE_LENGTH_MAX = 500

/** Asks before somebody is let in against restrictions, and names each one. */
export function Overrule({ event, shown, onClose }: { event: Event; shown: Decided; onClose: () => void }) {
  const note = useSignal('')
  const { result, scan } = shown
  const here = doorName(scan.session, scan.direction)

  function confirm(submit: SubmitEvent): void {
    submit.preventDefault()
    void scanAnyway(shown, note.value.trim())
  }

  return (
    <Dialog title={words.overruleTitle(result.attendee?.name ?? words.unknownPerson)} onClose={onClose}>
      <form class="form" data-asks={result.note_required ? 'note' : undefined} onSubmit={confirm}>
        <p>{words.overruleLead}</p>
        <ul class="overruled">
          {result.reasons.filter((why) => why.kind === 'restriction').map((why) => {
            const said = say(why, event.timezone, here)
            return <li key={why.code}><b>{said.headline}</b><span>{said.sentence}</span></li>
          })}
        </ul>
        {result.note_required && (
          <label class="field">
            <span>{words.note}</span>
            <input required maxLength={NOTE_LENGTH_MAX} data-testid="override-note" value={note.value}
              onInput={(input) => (note.value = input.currentTarget.value)} />
            <small>{words.noteRequired}</small>
          </label>
        )}
        <button type="submit" class="button button-main" data-testid="confirm-override">{words.letIn}</button>
      </form>
    </Dialog>
  )
}
