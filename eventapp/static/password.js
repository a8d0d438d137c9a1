// Helps with passwords: a button that shows them, and how strong a new one is. It never refuses any; the server judges.
// What is said stands in the page.
const texts = document.getElementById('password-texts');
const make = (tag, attributes, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
};

// 1. Show and hide.
const fields = document.querySelectorAll('input[type=password]');
for (const input of fields) {
  const button = texts.content.querySelector('button').cloneNode(true);
  button.querySelector('b').replaceWith(input.labels[0].textContent);
  button.setAttribute('aria-controls', input.id);
  const show = on => { input.type = on ? 'text' : 'password'; button.setAttribute('aria-pressed', on); };
  button.onclick = () => show(input.type === 'password');
  input.form.addEventListener('submit', () => show(false)); // or browsers remember it as any other text
  input.after(button);
}

// 2. How strong: the length of what is left when words that everybody guesses, repeats and rows are taken as one.
const COMMON = `password passw0rd qwertyuiop qwerty asdfgh zxcvbn iloveyou welcome letmein dragon monkey football baseball
  superman batman sunshine princess shadow master michael jordan charlie trustno1 starwars whatever admin login secret
  hello freedom summer winter spring autumn monday friday eventapp calendar event`.split(/\s+/);
const ROWS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '01234567890'];
const names = () => [...document.querySelectorAll('[autocomplete=username], [autocomplete=email]')]
  .flatMap(input => [input.value, ...input.value.split(/[@.]/)])
  .filter(name => name.length > 2).map(name => name.toLowerCase());

const inRow = (a, b) => a === b || ROWS.some(row => row.includes(a + b) || row.includes(b + a));
const strength = password => {
  let text = password.toLowerCase();
  for (const word of [...names(), ...COMMON]) text = text.replaceAll(word, '\0');
  const letters = [...text.replace(/(.{2,}?)\1+/gu, '$1')];
  const told = letters.filter((letter, i) => i < 2 || !inRow(letter, letters[i - 1]) || !inRow(letters[i - 1], letters[i - 2])).length;
  return Math.min(told, 2 * new Set(letters).size);
};

const LEAST = 12;
const toGo = [...texts.content.querySelectorAll('p')].map(text => text.textContent); // one more character, two, three
const verdict = password => {
  const short = LEAST - [...password].length, told = strength(password);
  if (short > 0) return [1, toGo[short - 1]];
  if (told < LEAST - 2) return [1, texts.dataset.guessed];
  if (told < 16) return [2, texts.dataset.fair];
  if (told < 22) return [3, texts.dataset.good];
  return [4, texts.dataset.best];
};

for (const input of fields) {
  if (input.autocomplete !== 'new-password') continue;
  const meter = make('meter', { min: 0, low: 1.5, high: 2.5, optimum: 4, max: 4, 'aria-hidden': 'true' });
  const text = make('span', { class: 'mute', role: 'status' });
  const box = make('span', { class: 'strength' }, meter, text);
  const tell = () => {
    box.hidden = !input.value;
    [meter.value, text.textContent] = input.value ? verdict(input.value) : [0, ''];
  };
  input.nextElementSibling.after(box);
  input.addEventListener('input', tell);
  tell();
}
