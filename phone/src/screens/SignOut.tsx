import { me, signOut } from '../store/account'
import { words } from '../words'
import { Icon } from './Icon'

/** Who is signed in on this phone, and the way out. */
export function SignOut() {
  const person = me.value.state === 'ready' ? me.value.value : null
  if (person === null) return null
  return (
    <footer class="who">
      <Icon name="account" />
      <span class="row-main">
        <span class="row-title">{person.name || person.email}</span>
        {person.name && <span class="row-sub">{person.email}</span>}
      </span>
      <button type="button" class="button button-quiet" data-testid="sign-out" onClick={() => void signOut()}>
        {words.signOut}
      </button>
    </footer>
  )
}
