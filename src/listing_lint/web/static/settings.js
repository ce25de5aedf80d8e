// Where one sells, what language the listings are in, whose file it is, how sure findings must be.

import { el } from "./dom.js";
import { displayName, t } from "./texts.js";

const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "uk", "tr", "ar", "id", "th", "vi", "ja", "ko", "zh"];
const NAMES = {
  aliexpress: "AliExpress", ebay: "eBay", woocommerce: "WooCommerce", "google-merchant": "Google Merchant", awin: "Awin",
};

const platformName = (name) => NAMES[name] ?? name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase().replace("-", " "));

export const settings = { markets: [], language: "", platform: "", profile: "", confidence: "high" };

function select(key, options, onChange) {
  const id = `setting-${key}`;
  return el("div", {},
    el("label", { class: "name", htmlFor: id }, t(`setting_${key}`)),
    el("select", { id, onchange: (event) => { settings[key] = event.target.value; onChange(); } },
      options.map(([value, text]) => el("option", { value, selected: settings[key] === value }, text))));
}

function markets(codes, onChange) {
  const summary = el("summary", { "aria-labelledby": "setting-markets setting-markets-value" }, el("span", { id: "setting-markets-value" }));
  const tell = () => {
    summary.firstChild.textContent = settings.markets.length ? settings.markets.map((code) => displayName("region", code)).join(", ") : t("worldwide");
  };
  const boxes = codes.map((code) => el("label", {},
    el("input", {
      type: "checkbox", value: code, checked: settings.markets.includes(code),
      onchange: (event) => {
        settings.markets = codes.filter((other) => (other === code ? event.target.checked : settings.markets.includes(other)));
        tell();
        onChange();
      },
    }), displayName("region", code)));
  const pick = el("details", { class: "pick", onkeydown: (event) => { if (event.key === "Escape") { pick.open = false; summary.focus(); } } },
    summary, el("div", { role: "group", "aria-labelledby": "setting-markets" }, boxes));
  document.addEventListener("click", (event) => { if (!pick.contains(event.target)) pick.open = false; });
  tell();
  return el("div", {}, el("span", { class: "name", id: "setting-markets" }, t("setting_markets")), pick);
}

export function showSettings(node, data, onChange) {
  const sorted = LANGUAGES.map((code) => [code, displayName("language", code)]).sort((one, other) => one[1].localeCompare(other[1], t.locale()));
  node.replaceChildren(
    markets(data.markets, onChange),
    select("language", [["", t("automatic")], ...sorted], onChange),
    select("platform", [["", t("automatic")], ...data.platforms.map((name) => [name, platformName(name)])], onChange),
    select("profile", [["", t("profile_none")], ...data.profiles.map((name) => [name, platformName(name)])], onChange),
    select("confidence", ["high", "medium", "low"].map((name) => [name, t(`confidence_${name}`)]), onChange));
}
