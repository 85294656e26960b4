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

// A citation can be copied with one click.
for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second copy";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    button.textContent = text.dataset.copied;
  });
  text.after(button);
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
    const at = rows.indexOf(document.activeElement);
    const row = rows[at < 0 && event.key === "j" ? 0 : at + (event.key === "j" ? 1 : -1)];
    if (row) row.focus();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const link = document.querySelector(event.key === "ArrowLeft" ? "[data-previous]" : "[data-next]");
    if (link) link.click();
  }
});
