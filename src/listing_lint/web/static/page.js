// The page: one screen at a time (start, busy, failed, result), all of its state in this module.

import { Failure, download, lintFile, load, save } from "./api.js";
import { listingCard, pasteCard } from "./card.js";
import { byId, el, later } from "./dom.js";
import { settings, showSettings } from "./settings.js";
import { inLanguage, language, t, useTexts } from "./texts.js";

const SEVERITIES = ["error", "warning", "info"];
const AT_ONCE = 20;

let data;
let file = null; // what was dropped
let result = null; // what the server found in it
let edits = new Map(); // "field:listing" -> text
let by = "dispute";
let group = null; // the chosen dispute or rule
let severity = null;
let room = AT_ONCE;
let running = null;
let failure = null;
let way = "file";
let pasted = {};
let screen = "start";

const head = () => ({ name: file?.name ?? "", lang: language(), settings });
const editList = () => [...edits].map(([key, text]) => {
  const [field, ...listing] = key.split(":");
  return { listing: listing.join(":"), field: Number(field), text };
});

function show(name) {
  screen = name;
  for (const id of ["start", "busy", "failed", "result"]) byId(id).hidden = id !== name;
  byId("settings").hidden = name === "busy" || name === "failed";
  if (name === "result") byId("main").insertBefore(byId("settings"), byId("result"));
  else byId("start").after(byId("settings"));
}

// Linting a file

async function lint() {
  running?.abort();
  const own = (running = new AbortController());
  byId("busy-name").textContent = file.name;
  byId("busy-text").textContent = t("reading");
  byId("bar").removeAttribute("value");
  show("busy");
  try {
    if (file.size > data.largest) throw new Failure("too_large");
    const told = await lintFile({ ...head(), edits: editList() }, file, onProgress, own.signal);
    if (own !== running) return;
    if (!told.count) throw new Failure("no_listings", joined(told.skipped.map((item) => item.reasons)));
    result = told;
    for (const listing of told.listings) listing.before = listing.findings;
    group = severity = null;
    room = AT_ONCE;
    byId("search").value = "";
    byId("download-text").textContent = "";
    showResult();
    byId("result-title").focus();
  } catch (error) {
    if (error.name === "AbortError" || own !== running) return;
    fail(error);
  }
}

/** Texts by language, all of each language in one. */
function joined(texts) {
  const languages = Object.keys(texts[0] ?? {});
  return Object.fromEntries(languages.map((code) => [code, texts.map((item) => item[code]).join("; ")]));
}

function onProgress({ progress, findings, share }) {
  if (share === null) byId("bar").removeAttribute("value");
  else byId("bar").value = share;
  byId("busy-text").textContent = t("progress", { count: progress, findings });
}

function fail(error) {
  failure = error instanceof Failure ? error : new Failure("internal");
  showFailure();
  byId("again").focus();
}

/** What is known of a failure beside its kind. */
const detail = (error) => inLanguage(error.detail ?? {}) ?? "";

function showFailure() {
  byId("failed-title").textContent = t(`failed_${failure.code}`);
  byId("failed-text").textContent = t(`failed_${failure.code}_text`, { size: Math.round(data.largest / 1048576) });
  byId("failed-detail").textContent = detail(failure);
  show("failed");
}

function take(chosen) {
  if (!chosen) return;
  file = chosen;
  edits = new Map();
  lint();
}

function home() {
  running?.abort();
  running = null;
  file = result = null;
  edits = new Map();
  byId("file").value = "";
  show("start");
  byId("main").focus();
}

// The result

const keyOf = (finding) => (by === "rule" ? finding.rule : finding.dispute);
const wanted = (finding) => (group === null || keyOf(finding) === group) && (severity === null || finding.severity === severity);

/** Counts by rule of the whole file, with what editing changed. */
function counts() {
  const found = new Map(Object.entries(result.by_rule));
  const add = (findings, step) => findings.forEach(({ rule }) => found.set(rule, (found.get(rule) ?? 0) + step));
  for (const listing of result.listings) {
    if (listing.before === listing.findings) continue;
    add(listing.before, -1);
    add(listing.findings, 1);
  }
  return [...found].filter(([, count]) => count > 0);
}

function tally(entries, key) {
  const sums = new Map();
  for (const [rule, count] of entries) sums.set(key(rule), (sums.get(key(rule)) ?? 0) + count);
  return [...sums].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
}

function showResult() {
  show("result");
  byId("result-title").textContent = file.name;
  byId("notes").replaceChildren(...notes());
  showCounts();
  showCards();
}

function notes() {
  const found = [];
  if (result.faulty > result.listings.length) found.push(el("p", { class: "notice" }, t("cut", { count: result.faulty, shown: result.listings.length })));
  if (result.skipped.length) {
    found.push(el("details", { class: "notice" }, el("summary", {}, t("skipped", { count: result.skipped.length })),
      el("ul", {}, result.skipped.slice(0, 50).map((item) => el("li", { dir: "auto" }, `${item.place}: ${inLanguage(item.reasons)}`)))));
  }
  return found;
}

function showCounts() {
  const entries = counts();
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  byId("result-text").textContent = total
    ? t("found", { count: total, listings: result.count })
    : t("found_nothing", { count: result.count });
  byId("columns").hidden = !total && !result.listings.length;
  const button = (key, text, count, dot) => el("li", {},
    el("button", { type: "button", "aria-current": String(group === key), onclick: () => choose(key) },
      el("span", { class: `dot ${dot}`, "aria-hidden": "true" }), el("span", {}, text), el("span", { class: "number" }, count.toLocaleString(t.locale()))));
  const rules = data.rules;
  const list = by === "rule"
    ? tally(entries, (rule) => rule).map(([rule, count]) => button(rule, inLanguage(rules[rule].summary), count, rules[rule].severity))
    : tally(entries, (rule) => rules[rule].dispute).map(([name, count]) => button(name, t(name), count, "none"));
  byId("groups").replaceChildren(button(null, t("all"), total, "none"), ...list);
  const sums = new Map(tally(entries, (rule) => rules[rule].severity));
  byId("severities").replaceChildren(...SEVERITIES.map((name) => el("button", {
    type: "button", "aria-pressed": String(severity === name), disabled: !sums.get(name) && severity !== name,
    onclick: () => { severity = severity === name ? null : name; room = AT_ONCE; showCounts(); showCards(); focusOn("severities", name); },
    "data-severity": name,
  }, el("span", { class: `dot ${name}`, "aria-hidden": "true" }), `${t(`${name}s`)} ${(sums.get(name) ?? 0).toLocaleString(t.locale())}`)));
  const waiting = result.fixable || edits.size;
  const fixed = document.querySelector('[data-download="file"]');
  fixed.disabled = !waiting;
  fixed.title = waiting ? t("get_file_title", { fixes: result.fixable, edits: edits.size }) : t("get_file_none");
}

function focusOn(id, name) {
  byId(id).querySelector(`[data-severity="${name}"]`)?.focus();
}

function choose(key) {
  group = key;
  room = AT_ONCE;
  showCounts();
  showCards();
  byId("groups").querySelector('[aria-current="true"]')?.focus();
}

function showAbout() {
  const about = byId("about");
  about.replaceChildren();
  if (group === null) return;
  about.append(by === "rule"
    ? el("div", { class: "about" }, el("h2", {}, inLanguage(data.rules[group].summary)), el("p", {}, inLanguage(data.rules[group].why)),
      el("p", {}, el("button", { type: "button", class: "link", onclick: () => why(group) }, t("examples"))))
    : el("div", { class: "about" }, el("h2", {}, t("about_dispute", { dispute: t(group) })), el("p", {}, t(`about_${group}`))));
}

function showCards() {
  showAbout();
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = result.listings.filter((listing) => listing.findings.some(wanted) && fits(listing, words));
  byId("shown").textContent = found.length || !result.listings.length ? t("shown", { count: found.length }) : t("shown_none");
  byId("cards").replaceChildren(...found.slice(0, room).map((listing) => cardOf(listing).node));
  byId("more").hidden = found.length <= room;
  byId("more").textContent = t("more", { count: Math.min(AT_ONCE, found.length - room) });
}

function fits(listing, words) {
  if (!words.length) return true;
  const text = [listing.id, listing.place, ...listing.fields.map((field) => field.text), ...listing.findings.map((finding) => `${finding.rule} ${inLanguage(finding.messages)}`)].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

function cardOf(listing) {
  return listingCard(listing, {
    head, wanted, onWhy: why,
    onEdit: (box) => {
      const field = listing.fields.find((item) => item.index === box.field);
      field.first ??= box.original;
      field.text = box.text;
      const key = `${box.field}:${listing.key}`;
      if (box.text === field.first) edits.delete(key);
      else edits.set(key, box.text);
    },
    onFindings: (findings) => { listing.findings = findings; showCounts(); },
  });
}

// What is taken away

const ENDINGS = { workbook: ["marked", "xlsx"], report: ["report", "html"] };

async function get(button) {
  const kind = button.dataset.download;
  const stem = file.name.replace(/\.[^.]*$/, "");
  const [suffix, ending] = ENDINGS[kind] ?? ["fixed", file.name.split(".").pop()];
  const told = byId("download-text");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  told.textContent = t("making");
  try {
    save(await download(kind, { ...head(), edits: editList() }, file), `${stem}-${suffix}.${ending}`);
    told.textContent = t("made", { name: `${stem}-${suffix}.${ending}` });
  } catch (error) {
    told.textContent = `${t(`failed_${error.code ?? "internal"}`)} ${detail(error)}`;
  }
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

// Explanations

function why(name) {
  const rule = data.rules[name];
  const pieces = (parts) => el("li", { dir: "auto" }, parts.map(([text, mark]) => (mark ? el("mark", { class: mark }, text) : text)));
  byId("why-title").textContent = inLanguage(rule.summary);
  byId("why-body").replaceChildren(
    el("p", {}, inLanguage(rule.why)),
    el("h3", {}, t("bad")), el("ul", {}, rule.bad.map(pieces)),
    el("h3", {}, t("good")), el("ul", {}, rule.good.map(pieces)),
    el("p", { class: "small" }, t("rule_facts", { rule: name, severity: t(rule.severity), dispute: t(rule.dispute) })));
  byId("why").showModal();
}

// The start

function showWay() {
  for (const button of byId("ways").children) button.setAttribute("aria-pressed", String(button.dataset.way === way));
  byId("drop").hidden = way !== "file";
  byId("paste").hidden = way !== "paste";
  if (way !== "paste") return;
  const card = pasteCard(pasted, { head, onWhy: why, onEdit: (box) => { pasted[box.key] = box.text; } });
  byId("paste").replaceChildren(card.node);
}

// The whole

function speak(lang) {
  useTexts(data.texts, lang);
  byId("languages").setAttribute("aria-label", t("language"));
  byId("languages").replaceChildren(...Object.keys(data.texts).map((code) => el("button", {
    type: "button", lang: code, "aria-pressed": String(code === lang), onclick: () => { speak(code); byId("languages").querySelector(`[lang="${code}"]`).focus(); },
  }, data.texts[code].language_name)));
  showSettings(byId("settings"), data, settingsChanged);
  showWay();
  if (screen === "result") showResult();
  if (screen === "failed") showFailure();
}

const settingsChanged = later(400, () => {
  if (screen === "result") lint();
  else if (way === "paste") showWay();
});

function wire() {
  byId("home").addEventListener("click", home);
  byId("again").addEventListener("click", home);
  byId("cancel").addEventListener("click", home);
  byId("choose").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", (event) => take(event.target.files[0]));
  byId("search").addEventListener("input", later(150, () => { room = AT_ONCE; showCards(); }));
  byId("more").addEventListener("click", () => {
    const before = byId("cards").children.length;
    room += AT_ONCE;
    showCards();
    byId("cards").children[before]?.querySelector("textarea")?.focus();
  });
  for (const button of byId("ways").children) button.addEventListener("click", () => { way = button.dataset.way; showWay(); });
  for (const button of byId("by").children) {
    button.addEventListener("click", () => {
      by = button.dataset.by;
      for (const other of byId("by").children) other.setAttribute("aria-pressed", String(other === button));
      group = null;
      showCounts();
      showCards();
    });
  }
  for (const button of document.querySelectorAll("[data-download]")) button.addEventListener("click", () => get(button));
  byId("drop").addEventListener("click", (event) => { if (event.target === byId("drop")) byId("file").click(); });

  let depth = 0;
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; byId("dropping").hidden = false; } });
  addEventListener("dragleave", (event) => { if (carries(event) && (depth -= 1) <= 0) byId("dropping").hidden = true; });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    byId("dropping").hidden = true;
    take(event.dataTransfer.files[0]);
  });
  addEventListener("beforeunload", (event) => { if (edits.size) event.preventDefault(); });
}

data = await load();
wire();
speak(data.lang);
show("start");
