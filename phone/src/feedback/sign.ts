import type { Look } from '../rules/look'

/** What ear and hand are told: a verdict, or that there is none yet because the server does not answer. */
export type Sign = Look | 'waiting'
