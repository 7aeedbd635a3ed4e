/** Reads unknown JSON into types; a wrong value is named by its path. */
export type Shape<T> = (value: unknown, path: string) => T

export class Misshapen extends Error {}

function wrong(path: string, expected: string, value: unknown): never {
  throw new Misshapen(`${path}: expected ${expected}, got ${JSON.stringify(value)}`)
}

export const text: Shape<string> = (value, path) =>
  typeof value === 'string' ? value : wrong(path, 'text', value)

export const number: Shape<number> = (value, path) =>
  typeof value === 'number' ? value : wrong(path, 'a number', value)

export const truth: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : wrong(path, 'true or false', value)

export const instant: Shape<string> = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : wrong(path, 'an instant', value)

export const record: Shape<Record<string, unknown>> = (value, path) =>
  isRecord(value) ? value : wrong(path, 'an object', value)

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path))
}

/** A field that may be missing; then it is read as null. */
export function missable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null || value === undefined ? null : shape(value, path))
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, index) => shape(item, `${path}[${index}]`)) : wrong(path, 'a list', value)
}

export function oneOf<T extends string>(...allowed: readonly T[]): Shape<T> {
  return (value, path) => allowed.find((item) => item === value) ?? wrong(path, allowed.join(' or '), value)
}

export function object<T extends object>(fields: { [K in keyof T]: Shape<T[K]> }): Shape<T> {
  return (value, path) => {
    const source = record(value, path)
    const result: Partial<T> = {}
    for (const key in fields) result[key] = fields[key](source[key], `${path}.${key}`)
    return result as T // Every key of fields has been read.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
