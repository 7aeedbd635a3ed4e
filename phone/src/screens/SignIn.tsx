import { useSignal } from '@preact/signals'

import { allowSound } from '../feedback/sound'
import { loadMe, wasSignedOut } from '../store/account'
import { trySignIn, type Attempt } from '../store/entrance'
import { words } from '../words'
import { Icon } from './Icon'
import { Languages } from './Languages'
import { Logo } from './Logo'
import { Top } from './Top'

export function SignIn() {
  const attempt = useSignal<Attempt>({ state: 'idle' })

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    allowSound()
    const form = new FormData(event.currentTarget)
    attempt.value = { state: 'asking' }
    attempt.value = await trySignIn(String(form.get('email')), String(form.get('password')))
    if (attempt.value.state === 'done') await loadMe()
  }

  const isAsking = attempt.value.state === 'asking'
  return (
    <main class="page sign-in">
      <div class="sign-in-brand"><Logo /><span>{words.app}</span></div>
      <Top title={words.signInTitle} />
      <p class="lead">{wasSignedOut.value ? words.signedOut : words.signInLead}</p>
      <form class="form" onSubmit={(event) => void submit(event)}>
        <Problem attempt={attempt.value} />
        <Fields />
        <button type="submit" class="button button-main" data-testid="sign-in-submit" disabled={isAsking}>
          {isAsking ? words.signingIn : words.signIn}
        </button>
      </form>
      <nav class="sign-in-links">
        <a href="/accounts/signup/?next=/scan/">{words.createAccount}</a>
        <a href="/accounts/password/reset/?next=/scan/">{words.forgotPassword}</a>
      </nav>
      <Languages />
    </main>
  )
}

function Fields() {
  return (
    <>
      <label class="field">
        <span>{words.email}</span>
        <input name="email" type="email" autocomplete="username" required autocapitalize="none" spellcheck={false}
          data-testid="sign-in-email" />
      </label>
      <label class="field">
        <span>{words.password}</span>
        <input name="password" type="password" autocomplete="current-password" required data-testid="sign-in-password" />
      </label>
    </>
  )
}

function Problem({ attempt }: { attempt: Attempt }) {
  if (attempt.state === 'pending') {
    return (
      <div class="notice" data-tone="info" role="alert">
        <Icon name="info" size={20} />
        <p>{attempt.says} <a href={attempt.address}>{words.pendingGo}</a></p>
      </div>
    )
  }
  if (attempt.state !== 'problem') return null
  return <div class="notice" data-tone="bad" role="alert"><Icon name="warning" size={20} /><p>{attempt.says}</p></div>
}
