import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import type { Params } from '../src/rules/nouns'
import { REASONS } from '../src/rules/reasons'
import * as shape from '../src/sync/shape'
import * as wire from '../src/sync/wire'
import { CATALOGUES as TEXTS } from '../src/words'
import { isLanguage, LANGUAGES, languageOf } from '../src/words/languages'
import { CATALOGUES, sayIn } from '../src/words/reasons'

const HERE = { zone: 'Europe/Brussels', doorHere: 'q8w2e4r6:K1105:in' }
const EACH = Object.keys(LANGUAGES).filter(isLanguage)
const LETTERS_MAX = 13
const BROKEN = /undefined|null|NaN|Invalid|\[object|  | [.,]/

const contract = shape.object({ reasons: shape.list(wire.why) })(
  JSON.parse(readFileSync(new URL('../../contract/wire.json', import.meta.url), 'utf8')), 'wire.json',
)

/** Each set of params that the contract shows, whole, empty, and with each of its values alone. */
function variants(params: Params): Params[] {
  return [params, {}, ...Object.entries(params).map(([name, value]) => ({ [name]: value }))]
}

const LATER = [{ last_out_at: '2026-02-01T09:30:00+01:00' }, { since: '2026-02-01T09:30:00+01:00', door: 'another' }]

describe.each(EACH)('in %s', (language) => {
  test.each(REASONS)('%s has words, whatever the server says of it', (code) => {
    const why = contract.reasons.find((one) => one.code === code)
    const params = [...variants(why?.params ?? {}), ...LATER]
    const said = params.map((one) => sayIn(CATALOGUES[language], { code, kind: 'stop', message: '', params: one }, HERE))

    expect(why?.code).toBe(code)
    expect(said.filter(({ headline, sentence }) => !headline || !/\p{L}{2}.*[^ ]\.$/u.test(sentence))).toEqual([])
    expect(said.filter((one) => BROKEN.test(Object.values(one).join('|')))).toEqual([])
  })

  test('no word of a headline is too long for a phone', () => {
    const texts = TEXTS[language]
    const headlines = [...Object.values(CATALOGUES[language].reasons).map((one) => one.headline), ...Object.values(texts.look)]

    expect([...headlines, texts.undoneWord].filter((line) => line.split(' ').some((word) => word.length > LETTERS_MAX))).toEqual([])
  })

  test('no two refusals are told by the same headline', () => {
    const headlines = Object.values(CATALOGUES[language].reasons).map((one) => one.headline)

    expect(new Set(headlines).size).toBe(headlines.length)
  })

  test('no text is empty, and each says the parts that it is given', () => {
    const silent = texts(TEXTS[language]).filter(({ said, parts }) => said.trim() === '' || !parts.every((part) => said.includes(part)))

    expect(silent).toEqual([])
  })
})

test('what somebody attended is told in numbers with their nouns', () => {
  const told = EACH.map((language) => [0, 1, 1_200].map((value) => TEXTS[language].attendedTotal(value, value)))

  expect(told).toEqual([
    ['0 sessions, 0 min', '1 session, 1 min', '1,200 sessions, 1,200 min'],
    ['0 Sessions, 0 Min.', '1 Session, 1 Min.', '1.200 Sessions, 1.200 Min.'],
    ['0 sesiones, 0 min', '1 sesión, 1 min', '1200 sesiones, 1200 min'],
    ['0 session, 0 min', '1 session, 1 min', '1\u202f200 sessions, 1\u202f200 min'],
  ])
})

test('the toolkit says how many sessions are on', () => {
  expect(EACH.map((language) => TEXTS[language].sessionsTileLead(4))).toEqual([
    '4 sessions now', '4 Sessions jetzt', '4 sesiones ahora', '4 sessions en cours',
  ])
})

test('only words that are the same elsewhere stayed English', () => {
  const english = new Map(texts(TEXTS.en).map(({ name, said }) => [name, said]))
  const alike = (language: keyof typeof TEXTS) =>
    texts(TEXTS[language]).filter(({ name, said }) => english.get(name) === said).map(({ name }) => name)

  expect({ de: alike('de'), es: alike('es'), fr: alike('fr') }).toEqual({
    de: ['app', 'badge', 'schedule'],
    es: ['app'],
    fr: ['app', 'email', 'note', 'emailLabel', 'badge', 'schedule', 'attendedTotal'],
  })
})

test('a language that was chosen goes before those that the phone’s owner reads', () => {
  expect([
    languageOf('fr', ['de-AT', 'en']),
    languageOf(null, ['pt-BR', 'de-AT', 'en']),
    languageOf('tlh', ['es-419']),
    languageOf(null, ['pt-BR']),
    languageOf(null, []),
  ]).toEqual(['fr', 'de', 'es', 'en', 'en'])
})

interface Text {
  name: string
  said: string
  parts: string[]
}

const PARTS = ['7', '8']

/** Every text of a catalogue; one that takes parts is given some. */
function texts(catalogue: object, group = ''): Text[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, string | object]) => {
    const name = group + key
    if (typeof value === 'string') return [{ name, said: value, parts: [] }]
    if (typeof value !== 'function') return texts(value, `${name}.`)
    const parts = PARTS.slice(0, value.length)
    return [{ name, said: String(Reflect.apply(value, null, parts)), parts }]
  })
}
