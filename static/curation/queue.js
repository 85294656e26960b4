// Keys press the buttons of the queue: each button says its own. They can be switched off, and stay so.
const keys = document.getElementById("queue-keys");

if (keys) {
  keys.checked = localStorage.getItem("queue-keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("queue-keys", keys.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat || (keys && !keys.checked)) {
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
