// Search in the pages: INDEX (index.js) has for each pair of characters, and each word of letters, the entries that hold it.
// Works from file://, asks nobody.
"use strict";
(() => {
  const box = document.getElementById("search");
  const list = document.getElementById("found");
  const root = document.documentElement.dataset.root;
  const LETTERS = /[a-z0-9]+/g;
  const HAN = /[\u3400-\u9fff]+/g;

  // the same as in tools/pages/build.py
  function terms(text) {
    const folded = text.normalize("NFKC").toLowerCase();
    const out = new Set(folded.match(LETTERS) || []);
    for (const run of folded.match(HAN) || []) {
      if (run.length === 1) out.add(run);
      for (let at = 0; at + 1 < run.length; at += 1) out.add(run.slice(at, at + 2));
    }
    return [...out];
  }

  // numbers are kept as steps from the one before, in 36 digits
  function entries(term) {
    const steps = INDEX.terms[term];
    let at = -1;
    return steps ? steps.split(" ").map((step) => (at += parseInt(step, 36))) : [];
  }

  // of a single character all pairs that hold it
  function matches(term) {
    if (term.length > 1 || !/[\u3400-\u9fff]/.test(term)) return entries(term);
    const all = new Set();
    for (const pair of Object.keys(INDEX.terms)) {
      if (pair.includes(term)) entries(pair).forEach((entry) => all.add(entry));
    }
    return [...all];
  }

  function find(text) {
    const asked = terms(text);
    const score = new Map();
    for (const term of asked) {
      for (const entry of matches(term)) score.set(entry, (score.get(entry) || 0) + 1);
    }
    const folded = text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
    return [...score]
      .filter(([, count]) => count * 3 >= asked.length * 2)
      .map(([entry, count]) => {
        const title = INDEX.entries[entry][1].toLowerCase().replace(/\s/g, "");
        return [entry, count + (title.includes(folded) ? asked.length : 0)];
      })
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, 30)
      .map(([entry]) => INDEX.entries[entry]);
  }

  function show() {
    const text = box.value.trim();
    list.textContent = "";
    if (!text) return;
    const found = find(text);
    if (!found.length) {
      const item = document.createElement("li");
      item.textContent = "没有找到，换一个词试试";
      list.append(item);
    }
    for (const [link, title, begins] of found) {
      const item = document.createElement("li");
      const to = document.createElement("a");
      const words = document.createElement("small");
      to.href = root + link;
      to.textContent = title;
      words.textContent = begins;
      item.append(to, words);
      list.append(item);
    }
  }

  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  box.addEventListener("input", show);
  // index.html?q=… asks from outside
  box.value = new URLSearchParams(location.search).get("q") || "";
  show();
})();
