// What is shown, what counts as answered, and the files answers are saved in.
// Nothing here touches the page.

/** Tell whether a condition written as a tree holds; nothing is evaluated. */
function holds(tree, answers, condition) {
  if (tree === null) return true;
  const [operator, ...operands] = tree;
  if (operator === "all") return operands.every((part) => holds(part, answers, condition));
  if (operator === "not") return !holds(operands[0], answers, condition);
  if (operator === "in") return operands[0].includes(condition);
  const value = answers[operands[0]];
  const answered = value !== undefined && value !== null && value !== "";
  if (operator === "answered") return answered;
  if (operator === "not_answered") return !answered;
  return answered && COMPARE[operator](Number(value), operands[1]);
}

const COMPARE = {
  equals: (value, other) => value === other,
  not_equals: (value, other) => value !== other,
  below: (value, other) => value < other,
  above: (value, other) => value > other,
  at_most: (value, other) => value <= other,
  at_least: (value, other) => value >= other,
};

/** Return the blocks a respondent sees, and the answers given in them. */
function visible(form, state) {
  const blocks = new Set();
  const answers = {};
  for (const block of form.pages.flat()) {
    if (!holds(block.shown, answers, state.condition)) continue;
    blocks.add(block.number);
    for (const unit of unitsOf(block)) {
      if (unit.options) Object.assign(answers, ticked(unit, state.values));
      else if (state.values[unit.id] !== undefined) answers[unit.id] = state.values[unit.id];
    }
  }
  return { blocks, answers };
}

function unitsOf(block) {
  return block.slots.flatMap((slot) => slot.units || []);
}

/** Return 1 and 0 for the options of a question, or nothing when none is ticked. */
function ticked(unit, values) {
  const any = unit.options.some((option) => values[option.id] === 1);
  if (!any) return {};
  return Object.fromEntries(
    unit.options.map((option) => [option.id, values[option.id] === 1 ? 1 : 0]),
  );
}

/** Return a whole number, a message code, or null for an empty field. */
function wholeNumber(text, limits) {
  const plain = text.normalize("NFKC").trim();
  if (plain === "") return null;
  if (!/^[+-]?\d{1,15}$/.test(plain)) return "number_wrong";
  const value = Number(plain);
  const low = limits.low === undefined ? -Infinity : limits.low;
  const high = limits.high === undefined ? Infinity : limits.high;
  const onStep = limits.step === 1 || (value - (limits.low || 0)) % limits.step === 0;
  return value < low || value > high || !onStep ? "number_outside" : value;
}

/** Return one respondent's row, by column. */
function record(form, state) {
  const { answers } = visible(form, state);
  const row = { _id: state.id, _language: state.language };
  if (form.column) row[form.column] = String(state.condition);
  for (const name of form.columns) row[name] = name in answers ? answers[name] : null;
  row._finished = state.ended ? 1 : 0;
  row._started = moment(state.started);
  row._ended = state.ended ? moment(state.ended) : null;
  row._seconds = rounded(state.seconds.reduce((sum, each) => sum + each, 0));
  form.pages.forEach((page, number) => {
    row[`_seconds_${number + 1}`] = rounded(state.seconds[number]);
  });
  for (const [number, order] of Object.entries(state.orders)) {
    row[`_order_${number}`] = order.join(" ");
  }
  return row;
}

function moment(time) {
  return new Date(time).toISOString().slice(0, 19) + "Z";
}

function rounded(seconds) {
  return Math.round(seconds * 10) / 10;
}

/** Write rows as CSV with the same columns in every file. */
function csv(rows) {
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return "\ufeff" + lines.map((line) => line.map(cell).join(",") + "\r\n").join("");
}

/** Write one cell; words that a spreadsheet would compute get an apostrophe. */
function cell(value) {
  if (value === null || value === undefined) return "";
  let text = String(value);
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(rows) {
  return JSON.stringify(rows, null, 1) + "\n";
}
