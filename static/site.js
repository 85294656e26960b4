// What is nicer with a script; nothing needs it. No page waits for it, and it asks the server for nothing.
"use strict";

const kept = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* A reader who keeps nothing. */ } },
};

// The marks that a reader switched off stay off in the next article.
for (const box of document.querySelectorAll(".marks input")) {
  box.checked = kept.get(box.id) !== "off";
  box.addEventListener("change", () => kept.set(box.id, box.checked ? "on" : "off"));
}

// A citation, or a quote with its source, can be copied with one click; what a screen reader hears of it is said aside.
const status = document.createElement("p");
status.className = "unseen";
status.setAttribute("role", "status");
document.querySelector("main").append(status);

const copier = (label, said, words) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = status.textContent = said;
  });
  return button;
};
if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const words = () => (text.value ?? text.textContent).trim();
    const button = copier(text.dataset.copy, text.dataset.copied, words);
    button.className = "second copy";
    text.after(button);
  }
  for (const link of document.querySelectorAll("[data-copies]")) {
    const button = copier(link.textContent, link.dataset.copied, () => link.dataset.copies);
    button.className = "as-link";
    link.replaceWith(button);
  }
}

// Keys, which can be switched off: some readers dictate, and single letters would run away with them.
const keys = document.querySelector("[data-keys]");
if (keys) {
  const button = keys.querySelector("button");
  const show = () => {
    button.textContent = kept.get("keys") === "off" ? keys.dataset.on : keys.dataset.off;
    keys.hidden = false;
  };
  button.addEventListener("click", () => {
    kept.set("keys", kept.get("keys") === "off" ? "on" : "off");
    show();
  });
  show();
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey || kept.get("keys") === "off") return;
  if (event.key === "/") {
    const field = document.querySelector("[data-search]");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  } else if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("[data-row]")];
    const hits = rows.length ? [] : [...document.querySelectorAll(".hit-place")];
    const at = rows.length ? rows.indexOf(document.activeElement) : hits.findIndex((hit) => hit.matches(":target"));
    const next = at < 0 && event.key === "j" ? 0 : at + (event.key === "j" ? 1 : -1);
    if (rows[next]) rows[next].focus();
    else if (hits[next]) location.hash = hits[next].id;
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const link = document.querySelector(event.key === "ArrowLeft" ? "[data-previous]" : "[data-next]");
    if (link) link.click();
  }
});
