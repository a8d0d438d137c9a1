// Reminders as notifications of this browser, while any page is open, for whoever turned them on in Settings. Kept until
// signing out: whose they are, since when, and a number of each one that was shown; no text of any.
const { person, address, worker, icon } = document.querySelector('script[data-person]').dataset;
const KEY = 'reminders', EVERY = 15e3, FRESH = 6e5, SOON = 2e3; // milliseconds
const SCOPE = '/static/'; // of the worker
const able = window.Notification && navigator.serviceWorker && navigator.locks;
let known = [], asked = 0;

const read = () => JSON.parse(localStorage.getItem(KEY));
const kept = () => { const found = read(); return found?.person === person ? found : null; };
const write = state => localStorage.setItem(KEY, JSON.stringify(state));
const isOn = () => Notification.permission === 'granted' && kept() !== null;
const isDue = ({ id, due, until }) => {
  const now = Date.now(), { since, shown } = kept();
  return since <= due && due <= now && now < until && !shown[id];
};

// Of several pages one at a time, so that only the first of them shows a reminder.
const alone = work => navigator.locks.request(KEY, work);
const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: () => worker });
async function ready() {
  const workers = navigator.serviceWorker;
  const found = await workers.register(policy?.createScriptURL('') ?? worker, { scope: SCOPE })
    .catch(() => workers.getRegistration(SCOPE)); // without a connection, the one that is there
  const coming = found.installing ?? found.waiting;
  if (!found.active) await new Promise(done => coming.addEventListener('statechange', () => found.active && done()));
  return found;
}
async function clear() {
  const found = await navigator.serviceWorker.getRegistration(SCOPE);
  for (const shown of await found?.getNotifications() ?? []) shown.close();
  await found?.unregister();
}
const turnOn = async () => {
  write({ person, since: Date.now(), shown: {} });
  try { await ready(); return 'on'; } catch { localStorage.removeItem(KEY); return 'failed'; }
};
const turnOff = () => { localStorage.removeItem(KEY); return alone(clear); }; // another page can be long at it

async function ask() {
  asked = Date.now();
  const answer = await fetch(address, { redirect: 'manual' }).catch(() => null);
  const told = answer?.ok && await answer.json();
  if (told?.person === person) known = told.reminders;
  else if (told || answer?.type === 'opaqueredirect') { // signed out meanwhile, or somebody else is signed in
    known = [];
    await clear();
  }
}
async function show() {
  const due = isOn() ? known.filter(isDue) : [];
  if (!due.length) return;
  const shower = await ready();
  const there = (await shower.getNotifications()).map(({ tag }) => tag); // what another page wrote can be late
  for (const { id, title, text, path } of due) {
    if (!there.includes(id)) await shower.showNotification(title, { body: text, tag: id, data: path, icon });
  }
  const state = kept();
  if (!state) return;
  const now = Date.now(), shown = Object.entries(state.shown).filter(([, until]) => now < until);
  write({ ...state, shown: Object.fromEntries([...shown, ...due.map(({ id, until }) => [id, until])]) });
}
async function look() {
  if (!isOn()) return;
  if (Date.now() - asked > FRESH) await ask();
  if (!isOn() || !known.some(isDue)) return;
  await ask(); // it may have been moved or deleted
  await alone(show);
}

// Settings: a button, and what is to be said beside it.
const box = document.querySelector('[data-notifications]');
const say = state => {
  for (const text of box.querySelectorAll('[data-when]')) text.hidden = !text.dataset.when.split(' ').includes(state);
};
async function press() {
  if (isOn()) {
    await turnOff();
    return say('off');
  }
  const answer = await Notification.requestPermission();
  say(answer === 'granted' ? await turnOn() : answer === 'denied' ? 'blocked' : 'unanswered');
}

if (able) {
  if (read() && !kept()) localStorage.removeItem(KEY); // somebody else's
  if (!kept()) alone(async () => kept() ?? clear()); // what is left of them, where a page was closed while it did this
  setTimeout(look, SOON);
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
  const leaving = document.querySelector('form[action="/logout"]');
  leaving.addEventListener('submit', async event => {
    if (!read()) return;
    event.preventDefault();
    await Promise.race([turnOff().catch(() => {}), new Promise(done => setTimeout(done, 1e3))]);
    leaving.submit();
  });
  if (box) {
    box.querySelector('button').addEventListener('click', press);
    say(Notification.permission === 'denied' ? 'blocked' : isOn() ? 'on' : 'off');
    box.hidden = false;
  }
}
