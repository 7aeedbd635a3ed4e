import { AGAIN, NoAnswer, send } from './http'
import { list, missable, object, record, text, truth } from './shape'

const AUTH = '/_allauth/browser/v1/auth'

/** What came of trying to sign in; `pending` names the step that is done on the server's own pages. */
export type SignIn =
  | { kind: 'done' }
  | { kind: 'pending'; flow: string }
  | { kind: 'wrong'; messages: string[] }
  | { kind: 'too_many' }

const answer = object<{ errors: { message: string }[] | null; data: Record<string, unknown> | null }>({
  errors: missable(list(object({ message: text }))),
  data: missable(record),
})

const flows = list(object<{ id: string; is_pending: boolean | null }>({ id: text, is_pending: missable(truth) }))

export async function signIn(email: string, password: string): Promise<SignIn> {
  const response = await send(`${AUTH}/login`, { method: 'POST', body: { email, password } })
  if (response.ok || response.status === 409) return { kind: 'done' } // 409: signed in already.
  if (response.status === 429) return { kind: 'too_many' }
  if (AGAIN.has(response.status)) throw new NoAnswer()
  const said = answer(await response.json().catch(() => ({})), 'login')
  const pending = flows(said.data?.['flows'] ?? [], 'flows').find((flow) => flow.is_pending)
  if (pending) return { kind: 'pending', flow: pending.id }
  return { kind: 'wrong', messages: (said.errors ?? []).map((error) => error.message) }
}

export async function signOut(): Promise<void> {
  await send(`${AUTH}/session`, { method: 'DELETE' })
}
