// Passkeys: a button asks the browser for one, and its answer goes along with the form around the button.
// What to ask stands in the page, so nothing is fetched. Where this can't run, the buttons stay hidden.
const FRESH = 27e4; // milliseconds; the server takes an answer for five minutes
const buttons = [...document.querySelectorAll('button[data-passkey]')];
const optionsOf = button => JSON.parse(button.dataset.options);
const isAtHome = ({ rp, rpId }) => location.hostname === (rp?.id ?? rpId);
let waiting; // what autofill waits for

// Which of the texts in the page says what went wrong.
const TEXTS = { InvalidStateError: 'known', NotAllowedError: 'unused' };

async function ask(button, more = {}) {
  const options = optionsOf(button);
  const credential = button.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), ...more })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), ...more });
  button.form.elements.credential.value = JSON.stringify(credential);
  button.disabled = false;
  button.form.requestSubmit(button);
}

async function press(event) {
  const button = event.currentTarget, problem = button.form.querySelector('[data-passkey-problem]');
  event.preventDefault();
  if (performance.now() > FRESH) return location.reload();
  waiting?.abort();
  problem.hidden = true;
  button.disabled = true;
  try {
    await ask(button);
  } catch (error) {
    problem.textContent = problem.dataset[TEXTS[error.name] ?? 'other'];
    problem.hidden = false;
  }
  button.disabled = false;
}

// Autofill offers passkeys, too, where a field asks for them. It is no error when that comes to nothing.
async function offerInAutofill(button) {
  if (!button.form.querySelector('[autocomplete~=webauthn]')) return;
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  waiting = new AbortController();
  setTimeout(() => waiting.abort(), FRESH);
  ask(button, { mediation: 'conditional', signal: waiting.signal }).catch(() => {});
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) for (const button of buttons.filter(button => isAtHome(optionsOf(button)))) {
  button.form.querySelector('[data-passkey-note]')?.remove();
  button.hidden = false;
  button.addEventListener('click', press);
  offerInAutofill(button);
}
