// Keeps the numbers of an event's page fresh. Without it the page still shows those of its loading.
const page = document.querySelector('[data-zone]');
const state = document.querySelector('.live');
const codes = JSON.parse(document.getElementById('day-codes').textContent);
const tallies = new Map();

// The event's clock, as everywhere on the page.
const { lang } = document.documentElement;
const clock = new Intl.DateTimeFormat(lang, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: page.dataset.zone,
});

// As the server wrote them.
const figures = new Intl.NumberFormat(lang, { useGrouping: 'always' });

const say = (name, since) => {
  state.dataset.state = name;
  const time = clock.format(since);
  state.textContent = state.dataset[name].replace('TIME', time);
};

// Only what changed is written, so that nothing that is being read jumps or flickers.
const write = (element, count) => {
  const text = figures.format(count);
  if (element && element.textContent !== text) element.textContent = text;
};

const showSession = (code, tally) => {
  for (const row of document.querySelectorAll(`[data-session="${CSS.escape(code)}"]`)) {
    for (const name of ['registered', 'attended', 'inside', 'overridden', 'refused']) {
      for (const element of row.querySelectorAll(`[data-tally="${name}"]`)) write(element, tally[name]);
    }
    const meter = row.querySelector('meter');
    // What the capacity counts: who is inside, or whoever was let in.
    if (meter) meter.value = tally[meter.dataset.counts ?? 'inside'];
  }
};

const showSums = () => {
  // A session that we haven't heard of would make the sum too small.
  if (!codes.every((code) => tallies.has(code))) return;
  for (const element of document.querySelectorAll('[data-sum]')) {
    const sum = codes.reduce((total, code) => total + tallies.get(code)[element.dataset.sum], 0);
    write(element, sum);
  }
};

let heard = new Date();
const feed = new EventSource(page.dataset.live);

feed.addEventListener('open', () => say('live', new Date()));
feed.addEventListener('tallies', (event) => {
  heard = new Date();
  say('live', heard);
  for (const { code, tally } of JSON.parse(event.data).sessions) {
    tallies.set(code, tally);
    showSession(code, tally);
  }
  showSums();
});
feed.addEventListener('gone', () => {
  feed.close();
  say('gone', heard);
});
feed.addEventListener('error', () => say('late', heard));
