// Builds what respondents see. Texts only ever become text nodes.

/** Make an element with properties and children. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Make the paragraphs of a text. */
function paragraphs(text, look = "") {
  return text.split("\n\n").map((part) => {
    const lines = part.split("\n").flatMap((line, n) => (n ? [make("br"), line] : [line]));
    return make("p", { class: look }, ...lines);
  });
}

/** Draws blocks and questions for one state in one language. */
class View {
  constructor(form, state, say, changed) {
    Object.assign(this, { form, state, say, changed });
  }

  of(text) {
    return text[this.state.language];
  }

  block(block) {
    const section = make("section", { id: `block${block.number}` });
    if (block.title) section.append(make("h2", {}, this.of(block.title)));
    if (block.text) section.append(...paragraphs(this.of(block.text), "instruction"));
    for (const slot of this.arranged(block)) section.append(...this.slot(slot));
    return section;
  }

  /** Put the questions of a shuffled block into this respondent's order. */
  arranged(block) {
    const order = this.state.orders[block.number];
    if (!order) return block.slots;
    const units = new Map(unitsOf(block).map((unit) => [unit.id, unit]));
    const waiting = order.map((id) => units.get(id));
    return block.slots.map((slot) =>
      slot.units ? { units: waiting.splice(0, slot.units.length) } : slot,
    );
  }

  slot(slot) {
    if (slot.note) return paragraphs(this.of(slot.note));
    if (slot.story) {
      const text = slot.story[this.state.condition];
      return text ? [make("div", { class: "story" }, ...paragraphs(this.of(text)))] : [];
    }
    const groups = [];
    for (const unit of slot.units) {
      const last = groups.at(-1);
      if (last && unit.row && last[0].row && last[0].format === unit.format) last.push(unit);
      else groups.push([unit]);
    }
    return groups.map((group) => (group[0].row ? this.grid(group) : this.question(group[0])));
  }

  grid(units) {
    const format = this.form.formats[units[0].format];
    const grid = make("div", { class: `grid ${format.ends ? "numbers" : "words"}` });
    grid.style.setProperty("--k", format.values.length);
    grid.append(this.head(format), ...units.map((unit) => this.row(unit, format)));
    return grid;
  }

  head(format) {
    const cells = make("div", { class: "cells" });
    for (const label of this.heads(format)) cells.append(make("span", {}, label));
    const head = make("div", { class: "head", "aria-hidden": "true" }, make("span"), cells);
    if (format.ends) head.append(this.ends(format));
    return head;
  }

  heads(format) {
    return format.ends ? format.values.map(String) : this.of(format.labels);
  }

  ends(format) {
    const [low, high] = this.of(format.ends);
    return make("div", { class: "ends", "aria-hidden": "true" }, make("span", {}, low), make("span", {}, high));
  }

  row(unit, format) {
    const row = this.group(unit, "row");
    row.append(this.cells(unit, format));
    if (format.ends) row.append(this.ends(format));
    row.append(...this.below(unit));
    return row;
  }

  cells(unit, format) {
    const cells = make("div", { class: "cells" });
    const spoken = this.of(format.labels);
    this.heads(format).forEach((head, n) => {
      const input = this.radio(unit, format.values[n]);
      if (head !== spoken[n]) input.setAttribute("aria-label", spoken[n]);
      cells.append(make("label", { class: "cell" }, input, make("span", {}, head)));
    });
    return cells;
  }

  question(unit) {
    if (unit.options) return this.ticks(unit);
    if (unit.kind === "choice") {
      const format = this.form.formats[unit.format];
      if (format.ends) return this.scale(unit, format);
      const group = this.group(unit, "question list");
      group.append(this.cells(unit, format), ...this.below(unit));
      return group;
    }
    return this.written(unit);
  }

  scale(unit, format) {
    const group = this.group(unit, "question numbers");
    group.style.setProperty("--k", format.values.length);
    group.append(this.cells(unit, format), this.ends(format), ...this.below(unit));
    return group;
  }

  group(unit, look, role = "radiogroup") {
    const name = this.name(unit);
    const described = { role, "aria-labelledby": `t-${unit.id}`, "aria-describedby": `e-${unit.id}` };
    if (unit.required && role === "radiogroup") described["aria-required"] = "true";
    return make("div", { class: look, id: `q-${unit.id}`, ...described }, name);
  }

  name(unit) {
    return make("p", { class: "text", id: `t-${unit.id}` }, this.of(unit.text));
  }

  below(unit) {
    const error = make("p", { class: "error", id: `e-${unit.id}` });
    if (unit.required || unit.options || unit.kind !== "choice") return [error];
    const clear = make("button", {
      type: "button",
      class: "clear",
      hidden: this.state.values[unit.id] === undefined,
      onclick: () => this.clear(unit),
    }, this.say("clear"));
    return [clear, error];
  }

  clear(unit) {
    const group = document.getElementById(`q-${unit.id}`);
    for (const input of group.querySelectorAll("input")) input.checked = false;
    group.querySelector(".clear").hidden = true;
    group.querySelector("input").focus();
    this.changed(unit, undefined);
  }

  radio(unit, value) {
    return make("input", {
      type: "radio",
      name: unit.id,
      value: String(value),
      checked: this.state.values[unit.id] === value,
      onchange: () => {
        const clear = document.querySelector(`#q-${unit.id} .clear`);
        if (clear) clear.hidden = false;
        this.changed(unit, value);
      },
    });
  }

  ticks(unit) {
    const group = this.group(unit, "question list", "group");
    const cells = make("div", { class: "cells" });
    for (const option of this.optionsOf(unit)) {
      const input = make("input", {
        type: "checkbox",
        name: option.id,
        checked: this.state.values[option.id] === 1,
        onchange: (event) => this.changed(unit, event.target.checked ? 1 : 0, option.id),
      });
      cells.append(make("label", { class: "cell" }, input, make("span", {}, this.of(option.text))));
    }
    group.append(cells, ...this.below(unit));
    return group;
  }

  optionsOf(unit) {
    const order = this.state.orders[unit.id];
    return order ? order.map((id) => unit.options.find((option) => option.id === id)) : unit.options;
  }

  written(unit) {
    const isNumber = unit.kind === "number";
    const entered = this.state.entered[unit.id];
    const field = make(isNumber ? "input" : "textarea", {
      name: unit.id,
      value: entered === undefined ? "" : entered,
      "aria-labelledby": isNumber && unit.unit ? `t-${unit.id} u-${unit.id}` : `t-${unit.id}`,
      "aria-describedby": `e-${unit.id}`,
      "aria-required": String(unit.required),
      oninput: (event) => this.changed(unit, event.target.value),
    });
    if (isNumber) field.inputMode = unit.limits.low >= 0 ? "numeric" : "text";
    else field.rows = 4;
    const line = make("p", { class: "line" }, field);
    if (isNumber && unit.unit) line.append(make("span", { id: `u-${unit.id}` }, this.of(unit.unit)));
    return make("div", { class: "question", id: `q-${unit.id}` }, this.name(unit), line, ...this.below(unit));
  }
}
