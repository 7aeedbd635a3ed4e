// Says which file was chosen or dropped; the field itself takes what is dropped on it.
const drop = document.querySelector('[data-drop]');
const field = drop.querySelector('input[type="file"]');
const chosen = drop.querySelector('[data-chosen]');

function tell() {
  const [file] = field.files;
  chosen.hidden = !file;
  chosen.textContent = file ? file.name : '';
}

field.addEventListener('change', tell);
field.addEventListener('dragenter', () => drop.classList.add('over'));
for (const end of ['dragleave', 'drop']) {
  field.addEventListener(end, () => drop.classList.remove('over'));
}
// A browser that goes back keeps what was chosen.
addEventListener('pageshow', tell);
