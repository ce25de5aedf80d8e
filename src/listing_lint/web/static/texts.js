// The words of the page in the chosen language; the catalogs come from the server.

let catalogs = {};
let lang = "en";

export function useTexts(texts, language) {
  catalogs = texts;
  lang = language;
  document.documentElement.lang = t("html_lang");
  document.title = t("page_title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = t(node.dataset.placeholder);
}

export const language = () => lang;

/** The text of a key, its {placeholders} filled; a number called `count` chooses the plural form. */
export function t(key, values = {}) {
  let text = catalogs[lang]?.[key] ?? catalogs.en?.[key] ?? key;
  if (typeof text === "object") text = text[new Intl.PluralRules(lang).select(values.count)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (all, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(t.locale()) : value ?? all;
  });
}
t.locale = () => catalogs[lang]?.html_lang ?? "en";

export const inLanguage = (texts) => texts[lang] ?? texts.en;

export function displayName(type, code) {
  return new Intl.DisplayNames([t.locale()], { type, fallback: "code" }).of(code);
}
