"use strict";
// Filters of the report: the bars of the charts, and a search in all that a card shows.
(() => {
  const chosen = new Map();
  const cards = [...document.querySelectorAll(".card")].map((node) => ({
    node,
    text: node.textContent.toLowerCase(),
    fields: [...node.querySelectorAll(".field")],
    findings: [...node.querySelectorAll(".findings > li")],
  }));
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const clear = document.getElementById("clear");
  const bars = [...document.querySelectorAll(".bar")];
  if (!search) return;

  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      const found = words.every((word) => card.text.includes(word));
      let any = false;
      for (const item of card.findings) {
        const fits = found && [...chosen].every(([key, value]) => item.dataset[key] === value);
        item.hidden = !fits;
        any ||= fits;
      }
      for (const field of card.fields) field.hidden = !field.querySelector("li:not([hidden])");
      card.node.hidden = !any;
      count += any ? 1 : 0;
    }
    for (const bar of bars) bar.setAttribute("aria-pressed", String(chosen.get(bar.dataset.key) === bar.dataset.value));
    clear.hidden = chosen.size === 0 && words.length === 0;
    shown.textContent = shown.dataset.text.replace("{count}", count.toLocaleString("en"));
  };

  for (const bar of bars) {
    bar.addEventListener("click", () => {
      const { key, value } = bar.dataset;
      if (chosen.get(key) === value) chosen.delete(key);
      else chosen.set(key, value);
      update();
    });
  }
  search.addEventListener("input", update);
  clear.addEventListener("click", () => {
    chosen.clear();
    search.value = "";
    update();
    search.focus();
  });
  update();
})();
