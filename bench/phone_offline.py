"""What it costs a phone to be offline: the roster, opening anew, looking up, and a long queue."""

import json
import statistics
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from playwright.sync_api import Route

from bench.phone_event import SLUG, Person
from bench.phone_page import BARE, NOTHING, Browsing, Phones, browsing, share

SLOW = (1, 4)
LOOKUPS = 200
ANSWER_SECONDS = 0.05
NAME = "family77"
BATCH = 250

_FETCH = """async (path) => {
  const began = performance.now()
  const told = await (await fetch(path)).json()
  const people = new Map(told.attendees.map((row) => [row[5][0][0], row]))
  return people.size && performance.now() - began
}"""
_WEIGHT = """performance.getEntriesByType('resource').filter((one) => one.name.includes('/roster'))
  .map((one) => one.encodedBodySize)[0]"""
_TYPE = """async (codes) => {
  for (const code of codes) {
    const told = performance.getEntriesByName('usher:verdict').length
    for (const key of [...code, 'Enter']) {
      window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
    }
    while (performance.getEntriesByName('usher:verdict').length === told) {
      await new Promise((done) => setTimeout(done))
    }
  }
}"""
_FIND = """async (text) => {
  const field = document.querySelector('[data-testid=find-text]')
  const began = performance.now()
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  return new Promise((done) => {
    const look = () => (document.querySelector('[data-testid^=found-]') === null
      ? requestAnimationFrame(look) : probe.afterPaint((at) => done(at - began)))
    look()
  })
}"""
_QUEUE = """async ([people, most]) => {
  const opening = indexedDB.open('usher')
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result) })
  const writing = database.transaction('outbox', 'readwrite')
  const store = writing.objectStore('outbox')
  const asked = store.getAll()
  const kept = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
  const last = kept.reduce((one, other) => (other.place > one.place ? other : one))
  for (let place = kept.length; place < most; place += 1) {
    const [attendee, badge] = people[place]
    const id = crypto.randomUUID()
    const pass = { ...last.effect.pass, key: id }
    const scan = { ...last.scan, id, badge }
    const effect = { ...last.effect, attendee, pass }
    store.put({ ...last, place: last.place + place, scan, effect }, id)
  }
  await new Promise((done) => { writing.oncomplete = done })
  database.close()
}"""
_POST = """async ([path, bodies]) => {
  const token = /csrftoken=([^;]+)/.exec(document.cookie)[1]
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
  const began = performance.now()
  for (const body of bodies) {
    const answer = await fetch(path, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(await answer.text())
    await answer.json()
  }
  return performance.now() - began
}"""


def offline(phones: Phones, queue: int) -> None:
    """Measure at full speed and slowed down, and print both beside each other."""
    print("without a network              aim       slow 1    slow 4   x1      beside it")
    measured = [with_one_phone(phones, slow, queue) for slow in SLOW]
    for name, (aim, fast, beside) in measured[0].items():
        slowed = measured[1][name]
        times = f"{slowed[1] / fast:>5.1f}" if fast else "    -"
        said = f"{beside:.4g} -> {slowed[2]:.4g}" if beside else ""
        print(f"{name:<31}{aim:<9}{fast:>8.4g}{slowed[1]:>10.4g}{times}      {said}")


Figures = dict[str, tuple[str, float, float]]


def with_one_phone(phones: Phones, slow: int, queue: int) -> Figures:
    """Measure a phone that never heard of the event: each figure, its aim, what is beside it."""
    event = phones.event
    found: Figures = {}
    with browsing(phones, NOTHING) as phone:
        roster(phone, slow, found)
        phone.stand_at(f"S{slow}")
        phone.cut_off()
        opened_anew(phone, found, "opened anew, s")
        lookups(phone, found, "lookup, few wait", event.people[:LOOKUPS])
        searching(phone, found)
        people = [(one.id, one.code) for one in event.people]
        phone.page.evaluate(_QUEUE, [people, queue])
        phone.open("sessions", f"S{slow}", "scan")
        opened_anew(phone, found, "opened anew, many wait, s")
        lookups(phone, found, "lookup, many wait", event.people[-LOOKUPS:])
        waiting = queue + LOOKUPS
        sending(phone, f"S{slow}", waiting, found)
    return found


def roster(phone: Browsing, slow: int, found: Figures) -> None:
    """From the opening of the event to the roster that is there to decide by."""
    phone.page.goto(BARE)
    phone.slow_down(slow)
    bare = phone.page.evaluate(_FETCH, f"/api/v1/events/{SLUG}/roster")
    phone.open()
    phone.until("performance.getEntriesByName('usher:roster').length > 0")
    (usable, *_) = phone.entries("usher:roster")
    found["roster on the wire, MB"] = ("2", phone.page.evaluate(_WEIGHT) / 1e6, 0)
    found["opened until usable, s"] = ("3", usable / 1_000, bare / 1_000)
    phone.until_kept()


def opened_anew(phone: Browsing, found: Figures, name: str) -> None:
    """From opening the app to a scan screen that can decide; it opens where it was."""
    phone.page.goto("about:blank")
    phone.page.goto("/scan/")
    phone.until("document.querySelector('[data-state=running]') !== null")
    running = phone.page.evaluate("performance.now()")
    phone.until("performance.getEntriesByName('usher:roster').length > 0")
    found[name] = ("", max(running, phone.entries("usher:roster")[0]) / 1_000, 0)


def lookups(phone: Browsing, found: Figures, name: str, people: Sequence[Person]) -> None:
    """Scan by a scanner that types: how long the lookup takes, and all until the verdict."""
    before = len(phone.entries("usher:read"))
    phone.page.evaluate(_TYPE, [one.code for one in people])
    own = phone.entries("usher:lookup", "duration")[before:]
    read, told = phone.entries("usher:read")[before:], phone.entries("usher:verdict")[before:]
    whole = [end - begin for begin, end in zip(read, told, strict=True)]
    found[f"{name}: median, ms"] = ("5", statistics.median(own), 0)
    found[f"{name}: p99, ms"] = ("5", share(own, 0.99), 0)
    found[f"{name}: told, median ms"] = ("", statistics.median(whole), 0)
    found[f"{name}: told, p99 ms"] = ("", share(whole, 0.99), 0)


def searching(phone: Browsing, found: Figures) -> None:
    """From the last letter of a name to the people who are found, the pause for typing included."""
    phone.open("find")
    phone.until("document.querySelector('[data-testid=find-text]') !== null")
    phone.until("performance.getEntriesByName('usher:roster').length > 0")
    for name in ("first", "next"):
        text = NAME if name == "first" else f"{NAME}7"
        found[f"name typed until found, {name}, ms"] = ("", phone.page.evaluate(_FIND, text), 0)
        phone.page.get_by_test_id("find-text").fill("")


def sending(phone: Browsing, session: str, waiting: int, found: Figures) -> None:
    """From the network's return until all that waits is confirmed, and the same without the app."""
    bodies: list[str] = []

    def answer_late(route: Route) -> None:
        time.sleep(ANSWER_SECONDS)
        bodies.append(route.request.post_data or "")
        route.continue_()

    phone.page.route("**/scans", answer_late)
    before = phone.event.scans(session)
    began = time.perf_counter()
    phone.context.set_offline(False)
    phone.until("document.querySelector('[data-testid=contact]') === null")
    lasted = time.perf_counter() - began
    kept = phone.event.scans(session) - before
    requests = len(bodies)
    again = [sent_anew(body, f"{session}0") for body in bodies]
    bare = phone.page.evaluate(_POST, [f"/api/v1/events/{SLUG}/scans", again])
    found["queue sent until confirmed, s"] = ("5", lasted, bare / 1_000)
    found["scans that waited"] = ("", waiting, kept)
    found["requests"] = ("", requests, 0)


def sent_anew(body: str, session: str) -> str:
    """Return the same scans as new ones of another session."""
    told: dict[str, Any] = json.loads(body)
    scans = [one | {"id": str(uuid4()), "session": session} for one in told["scans"]]
    return json.dumps({"door": session, "scans": scans})
