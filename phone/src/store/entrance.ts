import { NoAnswer } from '../sync/http'
import { signIn, type SignIn } from '../sync/signin'
import { words } from '../words'
import { wasSignedOut } from './account'

/** What the sign-in screen shows of a try. */
export type Attempt =
  | { state: 'idle' }
  | { state: 'asking' }
  | { state: 'done' }
  | { state: 'problem'; says: string }
  | { state: 'pending'; says: string; address: string }

export async function trySignIn(email: string, password: string): Promise<Attempt> {
  try {
    return shown(await signIn(email.trim(), password))
  } catch (error) {
    if (error instanceof NoAnswer) return { state: 'problem', says: `${words.noContact}. ${words.noContactAdvice}` }
    console.error(error)
    return { state: 'problem', says: words.fault }
  }
}

/** The server's own pages for the steps that this app does not do itself. */
const STEPS: Record<string, { says: string; address: string }> = {
  verify_email: { says: words.pendingEmail, address: '/accounts/confirm-email/?next=/scan/' },
  mfa_authenticate: { says: words.pendingOther, address: '/accounts/2fa/authenticate/?next=/scan/' },
}
const OTHER_STEP = { says: words.pendingOther, address: '/accounts/login/?next=/scan/' }

function shown(result: SignIn): Attempt {
  switch (result.kind) {
    case 'done':
      wasSignedOut.value = false
      return { state: 'done' }
    case 'pending':
      return { state: 'pending', ...(STEPS[result.flow] ?? OTHER_STEP) }
    case 'too_many':
      return { state: 'problem', says: words.signInTooMany }
    case 'wrong':
      return { state: 'problem', says: result.messages.join(' ') || words.signInWrong }
  }
}
