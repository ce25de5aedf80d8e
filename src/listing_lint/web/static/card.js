// A listing: its texts, which can be edited with the words marked in them, and beside them what is found.

import { lintListing } from "./api.js";
import { byId, el, later } from "./dom.js";
import { inLanguage, language, t } from "./texts.js";

const GRAVITY = ["error", "warning", "info"];
const WAIT = 120;
let numbers = 0;

const undoable = (box) => Boolean(box.original) && box.text !== box.original;

/** A text with marks, as nodes; where marks overlap the gravest is seen. */
export function marked(text, marks) {
  const edges = [...new Set([0, text.length, ...marks.flatMap((mark) => [mark.start, mark.end])])]
    .filter((edge) => edge <= text.length)
    .sort((one, other) => one - other);
  return edges.slice(1).map((end, index) => {
    const start = edges[index];
    const severities = marks.filter((mark) => mark.start <= start && mark.end >= end).map((mark) => mark.severity);
    const severity = GRAVITY.find((name) => severities.includes(name));
    const piece = text.slice(start, end);
    return severity ? el("mark", { class: severity }, piece) : piece;
  });
}

/**
 * Boxes are what can be written in: { label, text, tall, readOnly, fields(text) }, where `fields` says which fields of
 * the listing a text stands for: [{ index, role, name, text, variant, offset }].
 */
export class Card {
  constructor({ head, boxes, fields, findings, title, place, wanted, onWhy, onFindings, onEdit }) {
    Object.assign(this, { head, fields, findings, wanted, onWhy, onFindings, onEdit });
    this.boxes = boxes.map((box) => ({ original: box.text, ...box, id: `box-${++numbers}` }));
    this.list = el("ul", { class: "findings", role: "list", "aria-label": t("findings_here") });
    this.relintSoon = later(WAIT, () => this.relint());
    for (const box of this.boxes) this.makeBox(box);
    this.node = el("article", { class: "card" },
      title === undefined ? null : el("header", {}, el("h3", { dir: "auto" }, title), el("span", { class: "small", dir: "auto" }, place)),
      el("div", { class: "pair" }, el("div", {}, this.arranged()), this.list));
    this.show();
  }

  /** Boxes with findings first, the others folded away. */
  arranged() {
    const concerned = new Set(this.findings.flatMap((finding) => [finding, ...finding.related]).map((at) => this.boxOf(at)?.box));
    const open = this.boxes.filter((box) => box.open || concerned.has(box));
    const rest = this.boxes.filter((box) => !open.includes(box));
    const nodes = open.map((box) => box.node);
    if (rest.length && open.length) {
      nodes.push(el("details", {}, el("summary", {}, t("other_fields", { count: rest.length })), rest.map((box) => box.node)));
    } else nodes.push(...rest.map((box) => box.node));
    return nodes;
  }

  makeBox(box) {
    box.under = el("div", { class: "under", dir: "auto", "aria-hidden": "true" });
    box.area = el("textarea", {
      id: box.id, dir: "auto", rows: 1, value: box.text, spellcheck: false, readOnly: Boolean(box.readOnly),
      placeholder: box.placeholder ?? "", oninput: () => this.changed(box),
    });
    box.undo = el("button", { type: "button", class: "link undo", hidden: !undoable(box), onclick: () => this.write(box, box.original) }, t("undo"));
    box.node = el("div", { class: box.tall ? "box tall" : "box" },
      el("div", { class: "above" }, el("label", { htmlFor: box.id, dir: "auto" }, box.label), box.undo),
      el("div", { class: "writing" }, box.under, box.area));
  }

  boxOf(at) {
    for (const box of this.boxes) {
      const field = box.fields(box.text).find((item) => item.index === at.field);
      if (field) return { box, offset: field.offset };
    }
    return null;
  }

  write(box, text) {
    box.area.value = text;
    this.changed(box);
    box.area.focus();
  }

  changed(box) {
    box.text = box.area.value;
    box.undo.hidden = !undoable(box);
    this.onEdit?.(box);
    this.paint(box);
    this.relintSoon();
  }

  /** What the listing consists of now. */
  current() {
    const fields = new Map(this.fields.map((field) => [field.index, field]));
    for (const box of this.boxes) for (const field of box.fields(box.text)) fields.set(field.index, { ...fields.get(field.index), ...field });
    return [...fields.values()].sort((one, other) => one.index - other.index);
  }

  async relint() {
    this.asking?.abort();
    this.asking = new AbortController();
    const fields = this.current().filter((field) => field.text);
    const order = fields.map((field) => field.index);
    const at = (place) => ({ ...place, field: place.field < 0 ? -1 : order[place.field] });
    try {
      const told = await lintListing({ ...this.head(), fields: fields.map(({ role, name, text, variant }) => ({ role, name, text, variant })) }, this.asking.signal);
      this.findings = told.findings.map((finding) => ({
        ...at(finding), related: finding.related.map(at), edits: finding.edits.map(at),
      }));
      this.show();
      this.onFindings?.(this.findings);
      byId("say").textContent = t("left_here", { count: this.findings.length });
    } catch (error) {
      if (error.name !== "AbortError") byId("say").textContent = t("failed_unreachable");
    }
  }

  show() {
    for (const box of this.boxes) this.paint(box);
    const shown = this.findings.filter((finding) => this.wanted?.(finding) ?? true);
    const others = this.findings.length - shown.length;
    this.list.replaceChildren(
      ...shown.map((finding) => this.item(finding)),
      ...(others ? [el("li", { class: "small" }, t("others_here", { count: others }))] : []),
      ...(this.findings.length || this.isEmpty() ? [] : [el("li", { class: "fixed" }, t("all_fixed"))]));
  }

  isEmpty() {
    return this.boxes.every((box) => !box.text.trim());
  }

  paint(box) {
    const marks = [];
    const fields = new Map(box.fields(box.text).map((field) => [field.index, field]));
    for (const finding of this.findings) {
      for (const [place, severity] of [[finding, finding.severity], ...finding.related.map((other) => [other, "info"])]) {
        const field = fields.get(place.field);
        if (field && place.end > place.start) marks.push({ start: place.start + field.offset, end: place.end + field.offset, severity });
      }
    }
    box.under.replaceChildren(...marked(box.text, marks), "\u200b");
  }

  item(finding) {
    const place = this.boxOf(finding);
    const edit = finding.edits.length === 1 ? finding.edits[0] : null;
    const target = edit && this.boxOf(edit);
    const doing = [
      place && el("button", { type: "button", class: "link", onclick: () => this.point(place, finding) }, t("show_words")),
      target && !target.box.readOnly && el("button", {
        type: "button", class: "link",
        onclick: () => this.write(target.box, target.box.text.slice(0, edit.start + target.offset) + edit.text + target.box.text.slice(edit.end + target.offset)),
      }, edit.text ? t("use_fix", { text: edit.text.length > 60 ? `${edit.text.slice(0, 59)}…` : edit.text }) : t("use_removal")),
      el("button", { type: "button", class: "link", onclick: () => this.onWhy(finding.rule), title: finding.rule }, t("why")),
    ];
    return el("li", { class: finding.severity },
      el("p", { class: "message", dir: "auto" }, el("span", { class: `badge ${finding.severity}` }, t(finding.severity)), " ", inLanguage(finding.messages)),
      el("p", { class: "doing" }, doing));
  }

  point({ box, offset }, finding) {
    const fold = box.node.closest("details");
    if (fold) fold.open = true;
    box.area.focus();
    box.area.setSelectionRange(finding.start + offset, finding.end + offset);
    box.node.scrollIntoView({ block: "center", behavior: "smooth" });
  }
}

const fieldLabel = (field) => {
  const named = t(`field_${field.name}`);
  return named === `field_${field.name}` ? field.label : named;
};

/** The card of a listing read from a file. */
export function listingCard(listing, options) {
  const boxes = listing.fields.filter((field) => field.shown).map((field) => ({
    label: fieldLabel(field), text: field.text, original: field.first ?? field.text, readOnly: !field.editable, field: field.index, tall: false,
    fields: (text) => [{ index: field.index, text, offset: 0 }],
  }));
  const title = listing.fields.find((field) => field.role === "title")?.text;
  return new Card({
    ...options, boxes, fields: listing.fields, findings: listing.findings,
    title: [listing.id, title].filter(Boolean).join(" · ") || t("whole"), place: listing.row ? [listing.sheet, t("row", { row: listing.row })].filter(Boolean).join(" · ") : listing.place,
    head: () => ({ ...options.head(), id: listing.id, platform: listing.platform, lang: language() }),
  });
}

const PAIR = /^([^\S\n]*([^:：\n]{1,40}?)[^\S\n]*[:：][^\S\n]*)(.*)$/;

/** The fields that lines of "name: value" stand for, from number 2 on. */
function attributes(text) {
  let offset = 0;
  let index = 2;
  const fields = [];
  for (const line of text.split("\n")) {
    const match = PAIR.exec(line);
    if (match && match[3]) fields.push({ index: index++, name: `attributes.${match[2].trim()}`, text: match[3], offset: offset + match[1].length });
    offset += line.length + 1;
  }
  return fields;
}

/** The card in which a listing is written or pasted. */
export function pasteCard(texts, options) {
  const whole = (index, role) => (text) => [{ index, role, name: role, text, offset: 0 }];
  const boxes = [
    { key: "title", label: t("field_title"), placeholder: t("paste_title"), open: true, fields: whole(0, "title") },
    { key: "description", label: t("field_description"), placeholder: t("paste_description"), open: true, tall: true, fields: whole(1, "description") },
    { key: "attributes", label: t("paste_attributes_label"), placeholder: t("paste_attributes"), open: true, fields: attributes },
  ].map((box) => ({ ...box, text: texts[box.key] ?? "" }));
  const card = new Card({ ...options, boxes, fields: [], findings: [], head: () => ({ ...options.head(), lang: language() }) });
  if (!card.isEmpty()) card.relint();
  return card;
}
