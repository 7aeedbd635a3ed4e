// Suggests the short name while the name is typed, the last day, and the zone of this machine.
const name = document.getElementById('id_name');
const slug = document.getElementById('id_slug');
const zone = document.getElementById('id_timezone');
const first = document.getElementById('id_starts_on');
const last = document.getElementById('id_ends_on');

const SLUG_LENGTH_MAX = 80;

const suggestion = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, SLUG_LENGTH_MAX);

// Once the person has written a short name of their own, it is theirs.
let suggested = slug.value;
name.addEventListener('input', () => {
  if (slug.value !== suggested) return;
  suggested = suggestion(name.value);
  slug.value = suggested;
});

// Most events begin and end on one day, and none ends before it begins.
first.addEventListener('change', () => {
  if (!last) return;
  last.min = first.value;
  if (!last.value || last.value < first.value) last.value = first.value;
});

if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
