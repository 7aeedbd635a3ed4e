// Suggests the short name while the name is typed, and the time zone of this machine.
const name = document.getElementById('id_name');
const slug = document.getElementById('id_slug');
const zone = document.getElementById('id_timezone');

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

if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
