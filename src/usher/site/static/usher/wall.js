// Keeps the wall fresh for as long as it hangs there. What is on it is made by the server; this
// asks for it anew when the live feed speaks, at the latest every 15 seconds.
const EVERY_MS = 15_000;
const APART_MS = 2_000;
const PATIENCE_MS = 10_000;
const LATE_MS = 45_000;
const CONNECT_AGAIN_MS = 5_000;
const TURN_MS = 12_000;
const KEY = 'usher-wall';

const root = document.documentElement;
const wall = document.querySelector('.wall');
const rooms = wall.querySelector('.rooms');
const state = wall.querySelector('.state');
const turn = wall.querySelector('.turn');
const clock = wall.querySelector('.clock');

const zone = wall.dataset.zone;
const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone };
const hands = new Intl.DateTimeFormat(root.lang, parts);
const exact = new Intl.DateTimeFormat(root.lang, { ...parts, second: '2-digit' });

let heard = Date.now();
let askedAt = Date.now();
let isAsking = false;
let isWanted = false;
let shown = '';
// The clock of a screen on a wall may be off: ours is the server's.
let offset = 0;

const say = (name) => {
  const text = state.dataset[name].replace('TIME', exact.format(heard + offset));
  if (state.textContent === text) return;
  state.dataset.state = name;
  state.textContent = text;
};

// -- The rooms --------------------------------------------------------------------------------

class Gone extends Error {}

const fetchRooms = async () => {
  const answer = await fetch(wall.dataset.rooms, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.redirected || [401, 403, 404].includes(answer.status)) throw new Gone();
  if (!answer.ok) throw new Error(String(answer.status));
  offset = Date.parse(answer.headers.get('Date')) - Date.now() || 0;
  return answer.text();
};

const show = (html) => {
  if (html === shown) return;
  shown = html;
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  rooms.replaceChildren(...parsed.body.childNodes);
  arrange();
};

const refresh = async () => {
  if (isAsking) return;
  isAsking = true;
  isWanted = false;
  askedAt = Date.now();
  try {
    show(await fetchRooms());
    heard = Date.now();
    say('live');
  } catch (error) {
    say(error instanceof Gone ? 'gone' : 'late');
  }
  isAsking = false;
};

// -- The live feed: only a hint that something changed -----------------------------------------

let feed = null;
let feedTimer = 0;

const connect = () => {
  clearTimeout(feedTimer);
  feed?.close();
  feed = new EventSource(wall.dataset.live);
  feed.addEventListener('tallies', () => { isWanted = true; });
  feed.addEventListener('gone', () => {
    isWanted = true;
    connectLater();
  });
  feed.addEventListener('error', () => {
    // The browser tries again by itself, except after an answer that was an error.
    if (feed.readyState === EventSource.CLOSED) connectLater();
  });
};

const connectLater = () => {
  feed.close();
  clearTimeout(feedTimer);
  feedTimer = setTimeout(connect, CONNECT_AGAIN_MS);
};

// -- Tiles as large as the screen allows, in turns where there are too many ---------------------

let page = 0;
let turnedAt = Date.now();

const largest = (number, width, height) => {
  const most = {
    columns: Math.max(1, Math.floor(width / Math.max(170, width / 11.5))),
    rows: Math.max(1, Math.floor(height / Math.max(100, height / 8.5))),
  };
  const pages = Math.ceil(number / (most.columns * most.rows));
  const each = Math.ceil(number / pages);
  let best = { ...most, size: 0 };
  for (let columns = 1; columns <= most.columns; columns += 1) {
    const rows = Math.ceil(each / columns);
    const size = Math.min(width / columns, (height / rows) * 1.6);
    if (rows <= most.rows && size > best.size) best = { columns, rows, size };
  }
  return { ...best, pages, each };
};

const arrange = () => {
  const tiles = [...rooms.querySelectorAll('.tile')];
  const isScrolled = innerWidth < 800;
  const box = rooms.querySelector('.tiles')?.getBoundingClientRect();
  if (!box || isScrolled) {
    for (const tile of tiles) tile.hidden = false;
    turn.hidden = true;
    return;
  }
  const height = innerHeight - box.top - wall.getBoundingClientRect().width * 0.008;
  const { columns, rows: lines, pages, each } = largest(tiles.length, box.width, height);
  page %= pages;
  wall.style.setProperty('--columns', columns);
  wall.style.setProperty('--rows', lines);
  tiles.forEach((tile, index) => { tile.hidden = Math.floor(index / each) !== page; });
  turn.hidden = pages === 1;
  turn.textContent = turn.dataset.words.replace('PAGES', pages).replace('PAGE', page + 1);
};

addEventListener('resize', arrange);

// -- Every second: the clock, the turn of pages, whether we are in touch -------------------------

const tick = () => {
  const now = Date.now();
  const time = hands.format(now + offset);
  if (clock.textContent !== time) clock.textContent = time;
  if (now - turnedAt >= TURN_MS && !turn.hidden) {
    turnedAt = now;
    page += 1;
    arrange();
  }
  if (now - heard >= LATE_MS && state.dataset.state !== 'gone') say('late');
  const wait = isWanted ? APART_MS : EVERY_MS;
  if (now - askedAt >= wait) void refresh();
};

// -- Light, whole screen, awake -------------------------------------------------------------------

const wear = (light) => {
  if (light) root.dataset.wall = 'light';
  else delete root.dataset.wall;
};

const light = wall.querySelector('[data-wear-wall]');
light.hidden = false;
light.addEventListener('click', () => {
  const next = root.dataset.wall !== 'light';
  localStorage.setItem(KEY, next ? 'light' : 'dark');
  wear(next);
});

const whole = wall.querySelector('[data-whole]');
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener('click', () => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void root.requestFullscreen();
});

// A screen that is put to sleep shows nothing; one that can't be kept awake is no fault of ours.
const stayAwake = () => {
  if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => {});
};

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  stayAwake();
  void refresh();
});

wear(localStorage.getItem(KEY) === 'light');
clock.hidden = false;
stayAwake();
connect();
arrange();
say('live');
tick();
setInterval(tick, 1_000);
