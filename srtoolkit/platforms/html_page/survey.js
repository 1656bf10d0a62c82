// Leads through the pages, keeps the answers on this device, saves them to files.

const form = JSON.parse(document.getElementById("form").textContent);
const main = document.querySelector("main");
const NOW = `srtoolkit.${form.key}.now`;
const DONE = `srtoolkit.${form.key}.done`;
const WAITING = `srtoolkit.${form.key}.waiting`;
let keeps = true;
let arrived = Date.now();
let state = kept(NOW, null) || begun();

function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) || otherwise;
  } catch {
    keeps = false;
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    keeps = false;
  }
}

function begun() {
  const fresh = {
    id: [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join(""),
    started: Date.now(),
    ended: null,
    language: form.languages[0],
    condition: form.column ? assigned() : null,
    page: 0,
    path: [],
    values: {},
    entered: {},
    seconds: form.pages.map(() => 0),
    orders: {},
  };
  const seen = (block) => holds(block.shown, {}, fresh.condition);
  fresh.page = Math.max(0, form.pages.findIndex((page) => page.some(seen)));
  for (const block of form.pages.flat().filter((each) => each.shuffle)) {
    const units = unitsOf(block);
    fresh.orders[block.number] = shuffled(units.map((unit) => unit.id));
    for (const unit of units.filter((each) => each.options)) {
      fresh.orders[unit.id] = shuffled(unit.options.map((option) => option.id));
    }
  }
  return fresh;
}

/** Take the next condition of a permuted block; blocks are kept on this device. */
function assigned() {
  let waiting = kept(WAITING, []);
  if (!waiting.length) {
    const labels = Array.from({ length: form.conditions }, (_, n) => n + 1);
    waiting = shuffled(Array.from({ length: form.repeats }, () => labels).flat());
  }
  const next = waiting.shift();
  keep(WAITING, waiting);
  return next;
}

function shuffled(list) {
  const found = [...list];
  for (let last = found.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [found[last], found[other]] = [found[other], found[last]];
  }
  return found;
}

/** Draw a whole number below a limit, each as likely. */
function below(limit) {
  const most = Math.floor(4294967296 / limit) * limit;
  const draw = crypto.getRandomValues(new Uint32Array(1))[0];
  return draw < most ? draw % limit : below(limit);
}

function say(key, values = {}) {
  return form.words[key][state.language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function changed(unit, value, option) {
  if (unit.kind === "number") {
    const number = wholeNumber(value, unit.limits);
    state.entered[unit.id] = value;
    state.values[unit.id] = typeof number === "number" ? number : undefined;
  } else if (unit.kind === "text") {
    state.entered[unit.id] = value;
    state.values[unit.id] = value.trim() === "" ? undefined : value;
  } else {
    state.values[option || unit.id] = value;
  }
  mark(unit, "");
  save();
  showBlocks();
}

function save() {
  const now = Date.now();
  if (location.hash !== "#staff") state.seconds[state.page] += (now - arrived) / 1000;
  arrived = now;
  keep(NOW, state);
}

function mark(unit, code, values = {}) {
  const error = document.getElementById(`e-${unit.id}`);
  const group = document.getElementById(`q-${unit.id}`);
  error.textContent = code ? say(code, values) : "";
  group.classList.toggle("wrong", Boolean(code));
  const field = group.querySelector("input:not([type]), textarea") || group;
  field.setAttribute("aria-invalid", String(Boolean(code)));
}

/** Return what is wrong with the answer to one question. */
function mistake(unit) {
  if (unit.kind === "number" && (state.entered[unit.id] || "").trim() !== "") {
    const found = wholeNumber(state.entered[unit.id], unit.limits);
    return typeof found === "string" ? found : "";
  }
  if (!unit.required) return "";
  const answered = unit.options
    ? unit.options.some((option) => state.values[option.id] === 1)
    : state.values[unit.id] !== undefined;
  return answered ? "" : "answer_missing";
}

function shownOn(page) {
  const { blocks } = visible(form, state);
  return form.pages[page].filter((block) => blocks.has(block.number));
}

function showBlocks() {
  const shown = new Set(shownOn(state.page).map((block) => block.number));
  for (const block of form.pages[state.page]) {
    document.getElementById(`block${block.number}`).hidden = !shown.has(block.number);
  }
}

function next() {
  const wrong = [];
  for (const unit of shownOn(state.page).flatMap(unitsOf)) {
    const code = mistake(unit);
    mark(unit, code, unit.limits && { low: unit.limits.low, high: unit.limits.high, step: unit.limits.step });
    if (code) wrong.push(unit);
  }
  const alert = document.getElementById("alert");
  alert.textContent = wrong.length ? say("still_missing", { n: wrong.length }) : "";
  if (wrong.length) {
    document.querySelector(`#q-${wrong[0].id} :is(input, textarea)`).focus();
    return;
  }
  const following = form.pages.findIndex((_, page) => page > state.page && shownOn(page).length > 0);
  save();
  if (following < 0) finish();
  else turnTo(following, [...state.path, state.page]);
}

function back() {
  turnTo(state.path.at(-1), state.path.slice(0, -1));
}

function turnTo(page, path) {
  save();
  Object.assign(state, { page, path });
  keep(NOW, state);
  draw();
  scrollTo(0, 0);
  main.focus();
}

function finish() {
  state.ended = Date.now();
  keep(NOW, state);
  keep(DONE, [...kept(DONE, []), state]);
  draw();
  scrollTo(0, 0);
  main.focus();
}

function restart() {
  const language = state.language;
  state = begun();
  state.language = language;
  arrived = Date.now();
  keep(NOW, state);
  draw();
  scrollTo(0, 0);
  main.focus();
}

function download(rows, kind) {
  const text = kind === "csv" ? csv(rows) : json(rows);
  const type = kind === "csv" ? "text/csv" : "application/json";
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = rows.length === 1 ? rows[0]._id : `${rows.length}-respondents`;
  make("a", { href: address, download: `answers-${name}.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

function button(key, onclick, look = "") {
  return make("button", { type: "button", class: look, id: key, onclick }, say(key));
}

function draw() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = form.title[state.language];
  document.querySelector("h1").textContent = form.title[state.language];
  for (const each of document.querySelectorAll("[data-language]")) {
    each.setAttribute("aria-pressed", String(each.dataset.language === state.language));
  }
  const progress = document.querySelector("progress");
  progress.value = state.ended ? form.pages.length : state.page;
  progress.setAttribute("aria-label", say("progress"));
  main.replaceChildren();
  if (!keeps) main.append(make("p", { class: "warning" }, say("not_kept")));
  if (location.hash === "#staff") drawStaff();
  else if (state.ended) drawEnd();
  else drawPage();
}

function drawPage() {
  const view = new View(form, state, say, changed);
  main.append(...form.pages[state.page].map((block) => view.block(block)));
  showBlocks();
  const buttons = make("div", { class: "buttons" });
  if (form.back && state.path.length) buttons.append(button("back", back));
  buttons.append(button("next", next, "main"));
  main.append(make("p", { id: "alert", role: "alert" }), buttons);
}

function drawEnd() {
  const rows = [record(form, state)];
  if (form.thanks) main.append(...paragraphs(form.thanks[state.language]));
  main.append(
    make("p", { class: "instruction" }, say("save_hint")),
    make("div", { class: "buttons" },
      button("save_csv", () => download(rows, "csv"), "main"),
      button("save_json", () => download(rows, "json")),
      button("restart", restart)),
  );
}

/** What who runs the study sees at #staff: everything kept on this device. */
function drawStaff() {
  const done = kept(DONE, []);
  const started = !state.ended && Object.keys(state.values).length > 0;
  const rows = [...done, ...(started ? [state] : [])].map((each) => record(form, each));
  main.append(make("h2", {}, say("staff")), make("p", {}, say("staff_count", { n: done.length, open: started ? 1 : 0 })));
  if (!rows.length) return;
  main.append(make("div", { class: "buttons" },
    button("save_csv", () => download(rows, "csv"), "main"),
    button("save_json", () => download(rows, "json")),
    button("remove", () => {
      if (!confirm(say("remove_sure"))) return;
      keep(DONE, []);
      restart();
    })));
}

for (const each of document.querySelectorAll("[data-language]")) {
  each.addEventListener("click", () => {
    save();
    state.language = each.dataset.language;
    keep(NOW, state);
    draw();
  });
}
/** Follow what stands behind the address: a language, or staff. */
function arrive() {
  const asked = location.hash.slice(1);
  if (form.languages.includes(asked)) state.language = asked;
  keep(NOW, state);
  draw();
}

addEventListener("hashchange", arrive);
addEventListener("pagehide", () => state.ended || save());
arrive();
